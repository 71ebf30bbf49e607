import type { PaidSaleView } from '#contract/view'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../parts/Button.tsx'
import { Drawer } from '../../parts/Drawer.tsx'
import { Field } from '../../parts/Field.tsx'
import { closing, orTell } from '../../parts/told.ts'
import { ToldBanner } from '../../parts/ToldBanner.tsx'
import { station } from '../../station.ts'
import { VoidDrawer } from '../approve/VoidDrawer.tsx'
import { RefundDrawer } from '../refund/RefundDrawer.tsx'
import { FoundSale } from './FoundSale.tsx'
import { SearchFormDrawer } from './SearchForm.tsx'
import { SearchList } from './SearchList.tsx'
import { useSearching } from './searching.ts'

interface FindParts {
  readonly found: PaidSaleView | null
  readonly onClose: () => void
}

/** F8: a finished sale by its number, by scanning its receipt or by what is known; and what can still be done to it. */
export function FindDrawer({ found, onClose }: FindParts) {
  const [act, setAct] = useState<{ readonly is: 'void' | 'refund'; readonly receipt: string } | null>(null)
  /** The sale of which money went back here, so that its cash is handed over now, and not at each later look. */
  const [done, setDone] = useState<string | null>(null)
  const searching = useSearching()
  const close = closing(onClose)
  if (!found) return <Looking searching={searching} onClose={close} />
  // Once it is voided there is nothing left to ask for; and another sale scanned meanwhile is another matter.
  const { receipt } = found
  const back = () => setAct(null)
  const carriedOut = () => {
    back()
    setDone(receipt)
  }
  const parts = { sale: found, onClose: back, onDone: carriedOut }
  if (act?.receipt === receipt && !found.voided) {
    return act.is === 'void' ? <VoidDrawer {...parts} /> : <RefundDrawer {...parts} />
  }
  return (
    <FoundSale
      {...{ sale: found, justDone: done === receipt, onClose: close }}
      onList={searching.found && searching.toList}
      onVoid={() => setAct({ is: 'void', receipt })}
      onRefund={() => setAct({ is: 'refund', receipt })}
    />
  )
}

interface LookingParts {
  readonly searching: ReturnType<typeof useSearching>
  readonly onClose: () => void
}

/** By its number, or by what is known of it: what is asked, then what was found. */
function Looking({ searching, onClose }: LookingParts) {
  const { by, form, busy, found } = searching
  if (by === 'number') return <LookFor onFacts={searching.toForm} onClose={onClose} />
  if (found) {
    return <SearchList {...{ ...found, onClose }} onChoose={searching.choose} onBack={searching.toForm} />
  }
  return (
    <SearchFormDrawer
      {...{ form, busy, onClose }}
      {...{ onForm: searching.setForm, onLook: searching.look, onBack: searching.toNumber }}
    />
  )
}

function LookFor({ onFacts, onClose }: { readonly onFacts: () => void; readonly onClose: () => void }) {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const look = () => {
    if (text.trim() !== '') void orTell(station.sale.find({ receipt: text.trim() }), text.trim())
  }
  const foot = (
    <>
      <Button shortcut="Esc" onPress={onClose}>
        {t('find.close')}
      </Button>
      <Button look="primary" isDisabled={text.trim() === ''} onPress={look}>
        {t('find.look')}
      </Button>
    </>
  )
  return (
    <Drawer title={t('find.title')} onClose={onClose} keys={{ Enter: look, F8: onClose }} foot={foot}>
      <p>{t('find.hint')}</p>
      <Field label={t('find.number')} value={text} onChange={setText} autoFocus longest={32} />
      <Button onPress={onFacts}>{t('find.byFacts')}</Button>
      <ToldBanner />
    </Drawer>
  )
}
