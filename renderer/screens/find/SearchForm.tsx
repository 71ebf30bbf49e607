import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../parts/Button.tsx'
import { Choice } from '../../parts/Choice.tsx'
import { Drawer } from '../../parts/Drawer.tsx'
import { Field } from '../../parts/Field.tsx'
import { ToldBanner } from '../../parts/ToldBanner.tsx'
import { useCashier } from '../../station.ts'
import { dayAgo, KINDS, readForm, type Asked, type SearchForm } from './search-form.ts'
import styles from './Search.module.css'

interface FormParts {
  readonly form: SearchForm
  readonly onForm: (form: SearchForm) => void
  readonly busy: boolean
  readonly onLook: (asked: Asked) => void
  readonly onBack: () => void
  readonly onClose: () => void
}

/** What is known of a sale: any of it, and the rest left empty. */
export function SearchFormDrawer({ form, onForm, busy, onLook, onBack, onClose }: FormParts) {
  const { t } = useTranslation()
  const timeZone = useCashier((view) => view.timeZone)
  const read = readForm(form, timeZone)
  const look = () => {
    if (read.is === 'asked' && !busy) onLook(read.asked)
  }
  const foot = (
    <>
      <Button shortcut="Esc" onPress={onBack}>
        {t('cash.cancel')}
      </Button>
      <Button look="primary" isDisabled={read.is === 'wrong' || busy} onPress={look}>
        {t(busy ? 'find.search.looking' : 'find.search.look')}
      </Button>
    </>
  )
  return (
    <Drawer title={t('find.search.title')} onClose={onBack} keys={{ Enter: look, F8: onClose }} foot={foot}>
      <Fields form={form} onForm={onForm} />
      <Choice
        label={t('find.search.kind')}
        value={form.kind}
        options={KINDS.map((value) => ({ value, text: t(`find.search.kinds.${value}`) }))}
        onChoose={(kind) => onForm({ ...form, kind })}
      />
      {read.is === 'wrong' && <Wrong what={read.what} />}
      <ToldBanner />
    </Drawer>
  )
}

/** How each is written, where it was written otherwise. */
const LIKE = { amount: '12.50', operator: '03', day: '2026-05-04', from: '9:00', to: '21:30' } as const

function Wrong({ what }: { readonly what: keyof typeof LIKE }) {
  const { t } = useTranslation()
  const name = what === 'amount' ? t('find.amount') : t(`find.search.${what}`)
  return <p className={styles['wrong']}>{t('find.search.check', { what: name, like: LIKE[what] })}</p>
}

type Typed = Exclude<keyof SearchForm, 'kind'>
const LONGEST: Readonly<Record<Typed, number>> = {
  ...{ amount: 11, operator: 6, day: 10, from: 5, to: 5, receipt: 32, order: 64 },
}

function Fields({ form, onForm }: Pick<FormParts, 'form' | 'onForm'>) {
  const { t } = useTranslation()
  const timeZone = useCashier((view) => view.timeZone)
  const [nowMs] = useState(() => Date.now())
  const days = { today: dayAgo(nowMs, timeZone, 0), yesterday: dayAgo(nowMs, timeZone, 1), anyDay: '' }
  const field = (name: Typed, label: string, own: { hint?: string; digits?: boolean; autoFocus?: boolean } = {}) => (
    <Field
      {...{ label, value: form[name], longest: LONGEST[name], ...own }}
      onChange={(value) => onForm({ ...form, [name]: value })}
    />
  )
  const quick = (['today', 'yesterday', 'anyDay'] as const).map((name) => ({ name, day: days[name] }))
  const pressed = quick.find(({ day }) => day === form.day)?.name ?? null
  const choose = (name: keyof typeof days) =>
    onForm({ ...form, day: days[name], ...(name === 'anyDay' && { from: '', to: '' }) })
  return (
    <>
      <Pair>
        {field('amount', t('find.amount'), { autoFocus: true })}
        {field('operator', t('find.search.operator'), { digits: true })}
      </Pair>
      <Pair>
        {field('day', t('find.search.day'), { hint: t('find.search.dayHint') })}
        <Choice
          label=""
          value={pressed}
          options={quick.map(({ name }) => ({ value: name, text: t(`find.search.${name}`) }))}
          onChoose={choose}
        />
      </Pair>
      <Pair>
        {field('from', t('find.search.from'), { hint: t('find.search.fromHint') })}
        {field('to', t('find.search.to'), { hint: t('find.search.toHint') })}
      </Pair>
      {field('receipt', t('find.search.receipt'), { hint: t('find.search.receiptHint') })}
      {field('order', t('find.search.order'), { hint: t('find.search.orderHint') })}
    </>
  )
}

const Pair = ({ children }: { readonly children: ReactNode }) => <div className={styles['pair']}>{children}</div>
