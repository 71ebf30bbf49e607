import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../parts/Button.tsx'
import { Field } from '../../parts/Field.tsx'
import { useLock } from '../../parts/lock.ts'
import { makePasskey, signByPasskey } from '../../parts/passkey.ts'
import { shopTime } from '../../parts/time.ts'
import { orTell } from '../../parts/told.ts'
import { ToldBanner } from '../../parts/ToldBanner.tsx'
import { TriesLeft } from '../../parts/TriesLeft.tsx'
import { station, useCashier } from '../../station.ts'
import styles from './PasskeyPart.module.css'

type Act = 'add' | 'try' | 'remove'

/** A manager’s own passkeys: added and removed by the void password, and tried. Nothing where none can be used. */
export function PasskeyPart() {
  const { t } = useTranslation()
  const passkeys = useCashier((view) => view.passkeys)
  const number = useCashier(({ operator }) => operator?.number ?? '')
  const timeZone = useCashier((view) => view.timeZone)
  const lock = useLock(number, 'void')
  const { password, setPassword, at, run } = useRunning()
  if (!passkeys.offered) return null
  const isBusy = at === 'waiting'
  const may = password !== '' && !isBusy && !lock.locked
  return (
    <section className={styles['part']}>
      <p className={styles['note']}>{t('passkeys.note')}</p>
      {passkeys.mine.length === 0 && <p>{t('passkeys.none')}</p>}
      <ul className={styles['list']}>
        {passkeys.mine.map(({ id, addedMs }) => (
          <li key={id} className={styles['passkey']}>
            <span>
              <strong>{id.slice(0, 8)}</strong>
              <small>{t('passkeys.added', { time: shopTime(addedMs, timeZone) })}</small>
            </span>
            <Button isDisabled={!may} onPress={() => void run('remove', () => remove(id, password))}>
              {t('passkeys.remove')}
            </Button>
          </li>
        ))}
      </ul>
      <Field label={t('passkeys.password')} value={password} onChange={setPassword} type="password" autoFocus />
      <TriesLeft {...lock} />
      <div className={styles['acts']}>
        <Button isDisabled={passkeys.mine.length === 0 || isBusy} onPress={() => void run('try', tryOne)}>
          {t('passkeys.try')}
        </Button>
        <Button look="primary" isDisabled={!may} onPress={() => void run('add', () => add(password))}>
          {t('passkeys.add')}
        </Button>
      </div>
      {isBusy && <p role="status">{t('passkeys.waiting')}</p>}
      {at !== null && at !== 'waiting' && (
        <p role="status" className={styles['done']}>
          {t(`passkeys.done.${at}`)}
        </p>
      )}
      <ToldBanner />
    </section>
  )
}

/** One thing at a time; the password is forgotten here whatever comes of it. */
function useRunning() {
  const [password, setPassword] = useState('')
  const [at, setAt] = useState<Act | 'waiting' | null>(null)
  const run = async (act: Act, work: () => Promise<boolean>) => {
    setAt('waiting')
    const isDone = await work()
    setPassword('')
    setAt(isDone ? act : null)
  }
  return { password, setPassword, at, run }
}

async function add(voidPassword: string): Promise<boolean> {
  const options = await orTell(station.passkeys.begin({ voidPassword }))
  const made = options && (await orTell(makePasskey(options)))
  return made !== null && (await orTell(station.passkeys.add({ made }))) !== null
}

async function tryOne(): Promise<boolean> {
  const options = await orTell(station.passkeys.challenge({}))
  const signed = options && (await orTell(signByPasskey(options)))
  return signed !== null && (await orTell(station.passkeys.try({ signed }))) !== null
}

const remove = async (id: string, voidPassword: string): Promise<boolean> =>
  (await orTell(station.passkeys.remove({ id, voidPassword }))) !== null
