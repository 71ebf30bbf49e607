import type { MessagesView, MessageStateView } from '#contract/messages-view'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../parts/Button.tsx'
import { Choice } from '../../parts/Choice.tsx'
import { classes } from '../../parts/classes.ts'
import { Drawer } from '../../parts/Drawer.tsx'
import { Facts } from '../../parts/Facts.tsx'
import { Field } from '../../parts/Field.tsx'
import { Mark } from '../../parts/Mark.tsx'
import report from '../../parts/Report.module.css'
import { closing, orTell } from '../../parts/told.ts'
import { ToldBanner } from '../../parts/ToldBanner.tsx'
import { station, useCashier } from '../../station.ts'
import styles from './MessagesDrawer.module.css'

const CHANNELS = ['email', 'sms'] as const
type Channel = (typeof CHANNELS)[number]

/** For IT and managers: whether messages can leave the shop, proved by a test. Only IT enters passwords. */
export function MessagesDrawer({ onClose: left }: { readonly onClose: () => void }) {
  const { t } = useTranslation()
  const onClose = closing(left)
  const messages = useCashier((view) => view.messages)
  const isIt = useCashier(({ operator }) => operator?.role === 'it')
  const [channel, setChannel] = useState<Channel>('email')
  const [to, setTo] = useState('')
  if (!messages) return null
  const test = async () => {
    if (to.trim() !== '') await orTell(station.messages.test({ channel, to: to.trim() }))
  }
  const foot = (
    <>
      <Button shortcut="Esc" onPress={onClose}>
        {t('more.close')}
      </Button>
      <Button look="primary" isDisabled={to.trim() === ''} onPress={() => void test()}>
        {t('messages.test')}
      </Button>
    </>
  )
  const choose = (next: Channel) => {
    setChannel(next)
    setTo('')
  }
  return (
    <Drawer title={t('messages.title')} onClose={onClose} keys={{ Enter: () => void test() }} foot={foot}>
      <p className={report['note']}>{t('messages.note')}</p>
      <Ways messages={messages} />
      <Choice
        label={t('messages.channel')}
        value={channel}
        options={CHANNELS.map((value) => ({ value, text: t(`messages.ways.${value}`) }))}
        onChoose={choose}
      />
      {isIt && messages[channel].is !== 'none' && <SecretPart key={channel} channel={channel} />}
      <Field label={t(`messages.to.${channel}`)} value={to} onChange={setTo} longest={120} autoFocus={!isIt} />
      {messages.test && <Tested test={messages.test} />}
      <ToldBanner />
    </Drawer>
  )
}

function Ways({ messages }: { readonly messages: MessagesView }) {
  const { t } = useTranslation()
  const facts = CHANNELS.map((channel) => {
    const { is, at } = messages[channel]
    const value = (
      <>
        <strong data-way={is}>{t(`messages.is.${is}`)}</strong>
        <span className={styles['next']}>
          {t(`messages.next.${is === 'ready' && at === '' ? 'practice' : is}`, { at })}
        </span>
      </>
    )
    return { name: t(`messages.ways.${channel}`), value }
  })
  return <Facts facts={facts} />
}

/** A password goes in and never comes out again. */
function SecretPart({ channel }: { readonly channel: Channel }) {
  const { t } = useTranslation()
  const [secret, setSecret] = useState('')
  const [kept, setKept] = useState(false)
  const keep = async () => {
    const done = await orTell(station.messages.setPassword({ channel, secret }))
    setSecret('')
    setKept(done !== null)
  }
  const change = (text: string) => {
    setSecret(text)
    setKept(false)
  }
  return (
    <div className={styles['secret']}>
      <Field
        {...{ label: t(`messages.secret.${channel}`), type: 'password' as const, longest: 256 }}
        {...{ value: secret, onChange: change }}
      />
      <Button isDisabled={secret === ''} onPress={() => void keep()}>
        {t('messages.keep')}
      </Button>
      {kept && (
        <p className={classes(report['sound'], styles['kept'])} role="status">
          {t('messages.kept')}
        </p>
      )}
    </div>
  )
}

function Tested({ test: { channel, to, state } }: { readonly test: NonNullable<MessagesView['test']> }) {
  const { t } = useTranslation()
  return (
    <section className={styles['tested']} data-state={state.is}>
      <span className={report['note']}>{t('messages.tested', { way: t(`messages.ways.${channel}`), to })}</span>
      <StateWords state={state} />
    </section>
  )
}

/** What became of a message, in words with the next step: for whoever sent one. */
export function StateWords({ state }: { readonly state: MessageStateView }) {
  const { t } = useTranslation()
  if (state.is !== 'failed') {
    return (
      <p role="status" className={classes(state.is === 'sent' && report['sound'])}>
        {t(`messages.state.${state.is}`)}
      </p>
    )
  }
  return (
    <div className={report['amiss']} role="alert">
      <Mark sign="!" tone="attention" />
      <p>
        <strong>{t('messages.state.failed')}</strong> {t(`messages.why.${state.why}`)}
        <small>{t('messages.codes', { text: state.text })}</small>
      </p>
    </div>
  )
}
