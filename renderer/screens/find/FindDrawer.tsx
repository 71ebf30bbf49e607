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
import { FoundSale } from './FoundSale.tsx'

interface FindParts {
  readonly found: PaidSaleView | null
  readonly onClose: () => void
}

/** F8: a finished sale by its number or by scanning its receipt, and what can still be done to it. */
export function FindDrawer({ found, onClose }: FindParts) {
  const [voiding, setVoiding] = useState<string | null>(null)
  const close = closing(onClose)
  if (!found) return <LookFor onClose={close} />
  // Once it is voided there is nothing left to ask for; and another sale scanned meanwhile is another matter.
  if (voiding === found.receipt && !found.voided) return <VoidDrawer sale={found} onClose={() => setVoiding(null)} />
  return <FoundSale sale={found} onVoid={() => setVoiding(found.receipt)} onClose={close} />
}

function LookFor({ onClose }: { readonly onClose: () => void }) {
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
      <ToldBanner />
    </Drawer>
  )
}
