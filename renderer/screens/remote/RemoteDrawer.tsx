import type { RemoteWaiting } from '#contract/remote'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Amount } from '../../parts/Amount.tsx'
import { Button } from '../../parts/Button.tsx'
import { Choice } from '../../parts/Choice.tsx'
import { Drawer } from '../../parts/Drawer.tsx'
import { Facts } from '../../parts/Facts.tsx'
import { clockOf } from '../../parts/lock.ts'
import { shopTime } from '../../parts/time.ts'
import { closing } from '../../parts/told.ts'
import { ToldBanner } from '../../parts/ToldBanner.tsx'
import { useCashier } from '../../station.ts'
import styles from '../approve/ApproveDrawer.module.css'
import { EntryFields } from '../approve/EntryFields.tsx'
import { EntryHalves } from '../approve/EntryHalves.tsx'
import { NOS, useAnswering } from './answering.ts'
import { useLeft } from '../../parts/left.ts'

/** What other stations wait for the manager’s word on, oldest first: who asks, what, how much; then yes or no. */
export function RemoteDrawer({ onClose: left }: { readonly onClose: () => void }) {
  const { t } = useTranslation()
  const onClose = closing(left)
  const waiting = useCashier(({ remote }) => remote.waiting)
  const [chosen, setChosen] = useState<string | null>(null)
  const shown = waiting.find(({ request }) => request === chosen) ?? waiting[0]
  if (!shown) {
    const close = (
      <Button shortcut="Esc" onPress={onClose}>
        {t('more.close')}
      </Button>
    )
    return (
      <Drawer title={t('remote.title')} onClose={onClose} foot={close}>
        <p className={styles['note']}>{t('remote.none')}</p>
      </Drawer>
    )
  }
  return <Answering key={shown.request} {...{ shown, waiting, onClose }} onChoose={setChosen} />
}

interface AnsweringParts {
  readonly shown: RemoteWaiting
  readonly waiting: readonly RemoteWaiting[]
  readonly onChoose: (request: string) => void
  readonly onClose: () => void
}

function Answering({ shown, waiting, onChoose, onClose }: AnsweringParts) {
  const { t } = useTranslation()
  const { yes, no, entry } = useAnswering(shown, () => {
    if (waiting.length === 1) onClose()
  })
  const [refusing, setRefusing] = useState(false)
  const [why, setWhy] = useState<(typeof NOS)[number]>('not-agreed')
  const leave = refusing ? () => setRefusing(false) : onClose
  const goOn = () => void (refusing ? no(why) : yes())
  const foot = (
    <>
      <Button shortcut="Esc" onPress={leave}>
        {t(refusing ? 'remote.back' : 'more.close')}
      </Button>
      {!refusing && <Button onPress={() => setRefusing(true)}>{t('remote.no')}</Button>}
      <Button
        key={String(refusing)}
        look="danger"
        isDisabled={!refusing && !entry.ready}
        isNext={refusing}
        onPress={goOn}
      >
        {t(refusing ? 'remote.sayNo' : 'remote.yes')}
      </Button>
    </>
  )
  const type = (text: string) => {
    if (!refusing) entry.change((now) => now + text)
  }
  return (
    <Drawer title={t('remote.title')} onClose={leave} keys={{ Enter: goOn }} typed={type} foot={foot}>
      {waiting.length > 1 && (
        <Choice
          label={t('remote.which')}
          value={shown.request}
          options={waiting.map(({ request, station }) => ({ value: request, text: t('bar.station', { station }) }))}
          onChoose={onChoose}
        />
      )}
      <About shown={shown} />
      {refusing ? (
        <Choice
          label={t('remote.why')}
          value={why}
          options={NOS.map((value) => ({ value, text: t(`remote.nos.${value}`) }))}
          onChoose={setWhy}
        />
      ) : (
        <EntryHalves entry={entry}>
          <EntryFields {...entry} />
          {!entry.locked && <ToldBanner />}
        </EntryHalves>
      )}
    </Drawer>
  )
}

function About({ shown }: { readonly shown: RemoteWaiting }) {
  const { t } = useTranslation()
  const timeZone = useCashier((view) => view.timeZone)
  const leftMs = useLeft(({ remote }) => remote.waiting.find(({ request }) => request === shown.request)?.leftMs ?? 0)
  const { station, asker, act, subject, amount, reason, goods, more, paidAtMs } = shown
  const named = goods.join(t('remote.and')) + (more > 0 ? t('remote.moreGoods', { count: more }) : '')
  const when = paidAtMs === null ? '' : ` · ${shopTime(paidAtMs, timeZone)}`
  return (
    <Facts
      facts={[
        { name: t('approve.asker'), value: `${t('bar.station', { station })} · ${asker.number} ${asker.name}` },
        { name: t('remote.act'), value: <strong>{t(`policy.acts.${act}`)}</strong> },
        ...(paidAtMs === null ? [] : [{ name: t('find.sale'), value: `${subject}${when}` }]),
        ...(named === '' ? [] : [{ name: t('remote.goods'), value: named }]),
        { name: t('approve.reason'), value: t(`approve.reasons.${reason}`) },
        { name: t('remote.left'), value: clockOf(leftMs) },
        { name: t('find.amount'), value: <Amount amount={amount} size="large" />, large: true },
      ]}
    />
  )
}
