import { signColumns } from '#domain/columns'
import styles from './Paper.module.css'
import { QrCode } from './QrCode.tsx'

/** A slip as it is on paper: each sign in as many columns as the printer gives it, whatever faces this system has. */
export function Paper({ label, lines }: { readonly label: string; readonly lines: readonly string[] }) {
  return (
    <div className={styles['paper']} role="img" aria-label={`${label}\n${lines.join('\n')}`}>
      {lines.map((line, index) => {
        const code = QR_LINE.exec(line)?.[1]
        return code === undefined ? (
          <Line key={index} line={line} />
        ) : (
          <QrCode key={index} content={code} className={styles['code']} />
        )
      })}
    </div>
  )
}

function Line({ line }: { readonly line: string }) {
  return (
    <div className={styles['line']}>
      {runsOf(line).map(({ text, wide }, place) =>
        wide ? (
          <span key={place} className={styles['wide']}>
            {text}
          </span>
        ) : (
          text
        ),
      )}
    </div>
  )
}

const QR_LINE = /^ *\[QR ([\x20-\x7e]+)\]$/

interface Run {
  readonly text: string
  readonly wide: boolean
}

/** Narrow signs together, each wide one by itself. */
function runsOf(line: string): Run[] {
  const runs: Run[] = []
  for (const sign of line) {
    const wide = signColumns(sign) === 2
    const last = runs.at(-1)
    if (!wide && last && !last.wide) runs[runs.length - 1] = { text: last.text + sign, wide: false }
    else runs.push({ text: sign, wide })
  }
  return runs
}
