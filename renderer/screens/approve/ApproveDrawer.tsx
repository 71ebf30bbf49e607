import { takesOwnWord } from '#domain/authority'
import type { Act, Ask } from '#domain/policy'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../parts/Button.tsx'
import { Choice } from '../../parts/Choice.tsx'
import { Drawer } from '../../parts/Drawer.tsx'
import { Facts, type Fact } from '../../parts/Facts.tsx'
import { closing } from '../../parts/told.ts'
import { ToldBanner } from '../../parts/ToldBanner.tsx'
import { cashierNow, useCashier } from '../../station.ts'
import styles from './ApproveDrawer.module.css'
import {
  approversOf,
  asksOf,
  fieldsFor,
  useAsking,
  type AskingParts,
  type Reason,
  type Way,
  type Wished,
} from './asking.ts'
import { CodePart } from './CodePart.tsx'
import { EntryFields } from './EntryFields.tsx'
import { EntryHalves } from './EntryHalves.tsx'
import { PasskeyButton } from './PasskeyButton.tsx'
import { useReach, useRemote } from './remote.ts'
import { RemotePart } from './RemotePart.tsx'

const REASONS = {
  'void-paid': ['wrong-goods', 'customer-changed-mind', 'wrong-tender', 'other'],
  refund: ['faulty', 'customer-changed-mind', 'wrong-goods', 'other'],
  'void-tender': ['customer-changed-mind', 'wrong-tender', 'other'],
  ...{ reduce: [], 'remove-line': [], 'cancel-sale': [], reprint: [] },
} as const satisfies Readonly<Record<Act, readonly Reason[]>>

interface ApproveParts extends AskingParts {
  readonly title: string
  readonly note?: string
  /** What is done, and how much it is. */
  readonly facts: readonly Fact[]
  readonly confirmWords: string
  /** As main says; reckoned here where it is left out. */
  readonly asks?: readonly Ask[]
  readonly onClose: () => void
}

/**
 * Asks for what the policy asks: the asker's PIN, a manager's void password, an authenticator, a one-time code. What
 * it is, how much, who asks and how many tries are left stay in sight; everything entered is checked in main.
 */
export function ApproveDrawer(parts: ApproveParts) {
  const { wished, title, note, facts, confirmWords, onClose } = parts
  const { t } = useTranslation()
  const asker = useCashier(({ operator }) => operator)
  const reasons: readonly Reason[] = REASONS[wished.what.act]
  const [reason, setReason] = useState<Reason>(reasons[0] ?? 'other')
  const authority = useAuthority(parts)
  const { asks, manager, way, where } = authority
  const all = fieldsFor(asks, way, takesOwnWord(wished.what.act, manager === asker?.number))
  // From afar only the asker’s own PIN is entered here.
  const fields = where === 'there' ? all.filter((field) => field === 'pin') : all
  const asking = useAsking(parts, { fields, manager, reason })
  const remote = useRemote(parts)
  // While somebody elsewhere is asked, it is that which is taken back first.
  const cancel = remote.sent ? remote.withdraw : closing(onClose)
  const confirm = async () => {
    if (where === 'here') await asking.confirm()
    else if (asking.ready && !remote.sent) await remote.send(reason, asking.take().pin)
  }
  const foot = (
    <>
      <Button shortcut="Esc" onPress={cancel}>
        {t(remote.sent ? 'remote.withdraw' : 'approve.cancel')}
      </Button>
      <Button
        key={`${where} ${remote.sent}`}
        look="danger"
        isDisabled={!asking.ready || remote.sent}
        isNext={fields.length === 0}
        onPress={() => void confirm()}
      >
        {where === 'here' ? confirmWords : t('remote.send')}
      </Button>
    </>
  )
  const type = (text: string) => asking.change((now) => now + text)
  return (
    <Drawer title={title} onClose={cancel} keys={{ Enter: () => void confirm() }} typed={type} foot={foot}>
      {note !== undefined && <p className={styles['note']}>{note}</p>}
      <Facts facts={[...facts, { name: t('approve.asker'), value: `${asker?.number ?? ''} ${asker?.name ?? ''}` }]} />
      {reasons.length > 0 && !remote.sent && <ReasonChoice reasons={reasons} value={reason} onChoose={setReason} />}
      <EntryHalves entry={asking}>
        <Entering {...{ wished, authority, asking, remote }} />
      </EntryHalves>
    </Drawer>
  )
}

interface EnteringParts {
  readonly wished: Wished
  readonly authority: ReturnType<typeof useAuthority>
  readonly asking: ReturnType<typeof useAsking>
  readonly remote: ReturnType<typeof useRemote>
}

/** Where and by whom it is authorised, and what is entered for it. */
function Entering({ wished, authority, asking, remote }: EnteringParts) {
  const { t } = useTranslation()
  const asker = useCashier(({ operator }) => operator?.number)
  const { asks, managers, manager, setManager, way, setWay, reach, where, setWhere } = authority
  return (
    <>
      {(reach || where === 'there') && !remote.sent && (
        <Choice
          label={t('remote.where')}
          value={where}
          options={WHERE.map((value) => ({ value, text: t(`remote.wheres.${value}`) }))}
          onChoose={setWhere}
        />
      )}
      {where === 'here' && managers.length > 1 && (
        <Choice
          label={t('approve.manager')}
          value={manager}
          options={managers.map(({ number, name }) => ({ value: number, text: `${number} ${name}` }))}
          onChoose={setManager}
        />
      )}
      {where === 'here' && asks.includes('refund-code') && <CodePart {...{ wished, manager, way }} onWay={setWay} />}
      {!remote.sent && <EntryFields {...asking} />}
      {(asking.fields.includes('totp') || asking.isSigned) && <PasskeyButton {...{ ...asking, manager }} />}
      {where === 'here' && manager !== '' && manager === asker && <p className={styles['self']}>{t('approve.self')}</p>}
      {where === 'there' && <RemotePart waits={remote.sent} />}
      {/* How long to wait is said above; "try again" beside it would contradict. */}
      {!asking.locked && <ToldBanner />}
    </>
  )
}

const WHERE = ['here', 'there'] as const

/** What is asked for, of whom and where, and by which way where there are two. */
function useAuthority({ wished, asks: told }: ApproveParts) {
  // Fixed while the panel is open: a minute that passes must not move a field under a finger.
  const [asks] = useState(() => {
    const view = cashierNow()
    return told ?? (view ? asksOf(view, wished) : [])
  })
  const managers = useCashier((view) => approversOf(view, wished, asks))
  const reach = useReach(wished, asks)
  const [manager, setManager] = useState(managers[0]?.number ?? '')
  const [way, setWay] = useState<Way>('code')
  const [where, setWhere] = useState<(typeof WHERE)[number]>('here')
  return { asks, managers, manager, setManager, way, setWay, reach, where, setWhere }
}

interface ReasonParts {
  readonly reasons: readonly Reason[]
  readonly value: Reason
  readonly onChoose: (reason: Reason) => void
}

function ReasonChoice({ reasons, value, onChoose }: ReasonParts) {
  const { t } = useTranslation()
  const training = useCashier((view) => view.profile === 'training')
  const all: readonly Reason[] = training ? [...reasons, 'training'] : reasons
  return (
    <Choice
      label={t('approve.reason')}
      value={value}
      options={all.map((reason) => ({ value: reason, text: t(`approve.reasons.${reason}`) }))}
      onChoose={onChoose}
    />
  )
}
