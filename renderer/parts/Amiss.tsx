import { Mark } from './Mark.tsx'
import report from './Report.module.css'

/** Something is not as it should be, with what to do. */
export function Amiss({ children }: { readonly children: string }) {
  return (
    <div className={report['amiss']} role="alert">
      <Mark sign="!" tone="attention" />
      <p>{children}</p>
    </div>
  )
}
