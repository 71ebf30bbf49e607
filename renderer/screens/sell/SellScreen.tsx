import { useEffect } from 'react'
import { useLayer } from '../../keys/layers.ts'
import { write } from '../../keys/write.ts'
import { useNotices } from '../../parts/ToldBanner.tsx'
import { station, useCashier } from '../../station.ts'
import { ActivationDrawer } from '../activation/ActivationDrawer.tsx'
import { ActivationStrip } from '../activation/ActivationStrip.tsx'
import { AdjustDrawer } from '../adjust/AdjustDrawer.tsx'
import { PendingDrawer } from '../approve/PendingDrawer.tsx'
import { ShopDrawer } from '../shop/ShopDrawer.tsx'
import { OfficeDrawer } from '../head-office/OfficeDrawer.tsx'
import { PlatformDrawer } from '../platform/PlatformDrawer.tsx'
import { CardsDrawer } from '../cards/CardsDrawer.tsx'
import { CardStageStrip } from '../cards/CardStageStrip.tsx'
import { DevicesDrawer } from '../devices/DevicesDrawer.tsx'
import { DevicesStrip } from '../devices/DevicesStrip.tsx'
import { FindDrawer } from '../find/FindDrawer.tsx'
import { MessagesDrawer } from '../messages/MessagesDrawer.tsx'
import { IntegrityDrawer } from '../integrity/IntegrityDrawer.tsx'
import { IntegrityStrip } from '../integrity/IntegrityStrip.tsx'
import { PartingStrip } from '../head-office/PartingStrip.tsx'
import { HoldsDrawer } from '../holds/HoldsDrawer.tsx'
import { HelpDrawer } from '../more/HelpDrawer.tsx'
import { MoreDrawer } from '../more/MoreDrawer.tsx'
import { MustRead, useMustRead } from '../notices/MustRead.tsx'
import { NoticesDrawer } from '../notices/NoticesDrawer.tsx'
import { NoticesStrip } from '../notices/NoticesStrip.tsx'
import { OperatorsDrawer } from '../operators/OperatorsDrawer.tsx'
import { PasskeysDrawer } from '../passkeys/PasskeysDrawer.tsx'
import { RecallDrawer } from '../park/RecallDrawer.tsx'
import { PolicyDrawer } from '../policy/PolicyDrawer.tsx'
import { RecordsDrawer } from '../records/RecordsDrawer.tsx'
import { StatementsDrawer } from '../statements/StatementsDrawer.tsx'
import { RecordsStrip } from '../records/RecordsStrip.tsx'
import { RemoteDrawer } from '../remote/RemoteDrawer.tsx'
import { RemoteStrip } from '../remote/RemoteStrip.tsx'
import { OwnSecretsDrawer } from '../secrets/OwnSecretsDrawer.tsx'
import { SecretsStrip } from '../secrets/SecretsStrip.tsx'
import { Paying, usePaying } from '../tender/Paying.tsx'
import { UnresolvedStrip } from '../unresolved/UnresolvedStrip.tsx'
import { enterQuantity, enterSearch, FUNCTION_ACTS, leaveSearch, move, searchField } from './acts.ts'
import { clearDesk, open, setDesk, typeDigit, UNASKED, useDesk } from './desk.ts'
import { FunctionBar } from './FunctionBar.tsx'
import { FUNCTION_KEYS } from './function-keys.ts'
import { GoodsPicker } from './GoodsPicker.tsx'
import { PaidPanel } from './PaidPanel.tsx'
import { QuantityPad } from './QuantityPad.tsx'
import { SaleList } from './SaleList.tsx'
import { mark, useSearch } from './search.ts'
import styles from './SellScreen.module.css'
import { TopBar } from './TopBar.tsx'
import { Totals } from './Totals.tsx'

/** The cashier's day: the list and its total on the left, goods and pad on the right, the keys along the bottom. */
export function SellScreen() {
  const selling = useCashier(({ sale }) => sale !== null)
  const paid = useCashier((view) => view.paid)
  const paying = usePaying() !== null
  useSellingKeys()
  useNotices()
  useEffect(() => clearDesk, [])
  return (
    <>
      <TopBar />
      <RemoteStrip />
      <UnresolvedStrip />
      <PartingStrip />
      <NoticesStrip />
      <ActivationStrip />
      <IntegrityStrip />
      <RecordsStrip />
      <SecretsStrip />
      <DevicesStrip />
      <CardStageStrip />
      <main className={styles['desk']} data-paying={paying}>
        <section className={styles['sale']}>
          {!selling && paid ? <PaidPanel paid={paid} /> : <SaleList />}
          <Paying />
          {(selling || !paid) && <Totals />}
        </section>
        <section className={styles['goods']}>
          <GoodsPicker />
          {!paying && <QuantityPad />}
        </section>
      </main>
      <FunctionBar />
      <Drawers />
      <PendingDrawer />
    </>
  )
}

function Drawers() {
  const panel = useDesk((desk) => desk.panel)
  const found = useCashier((view) => view.found)
  const mustRead = useMustRead()
  const close = () => open(null)
  if (mustRead && (panel === null || panel === 'must-read')) return <MustRead />
  if (panel === 'notices') return <NoticesDrawer onClose={close} />
  if (panel === 'help') return <HelpDrawer onClose={close} />
  if (panel === 'adjust') return <AdjustDrawer onClose={close} />
  if (panel === 'recall') return <RecallDrawer onClose={close} />
  if (panel === 'operators') return <OperatorsDrawer onClose={close} />
  if (panel === 'activation') return <ActivationDrawer onClose={close} />
  if (panel === 'integrity') return <IntegrityDrawer onClose={close} />
  if (panel === 'records') return <RecordsDrawer onClose={close} />
  if (panel === 'statements') return <StatementsDrawer onClose={close} />
  if (panel === 'policy') return <PolicyDrawer onClose={close} />
  if (panel === 'secrets') return <OwnSecretsDrawer onClose={close} />
  if (panel === 'messages') return <MessagesDrawer onClose={close} />
  if (panel === 'devices') return <DevicesDrawer onClose={close} />
  if (panel === 'cards') return <CardsDrawer onClose={close} />
  if (panel === 'shopFloor') return <ShopDrawer onClose={close} />
  if (panel === 'office') return <OfficeDrawer onClose={close} />
  if (panel === 'platform') return <PlatformDrawer onClose={close} />
  if (panel === 'holds') return <HoldsDrawer onClose={close} />
  if (panel === 'remote') return <RemoteDrawer onClose={close} />
  if (panel === 'passkeys') return <PasskeysDrawer onClose={close} />
  if (panel === 'more') return <MoreDrawer onClose={close} />
  if (panel !== 'find' && !found) return null
  const closeFind = () => {
    close()
    void station.sale.closeFound({})
  }
  return <FindDrawer found={found} onClose={closeFind} />
}

function useSellingKeys(): void {
  const asksQuantity = useDesk((desk) => desk.asksQuantity)
  const entry = useDesk((desk) => desk.entry)
  const searching = useSearch(({ text }) => text !== '')
  const typed = (text: string) => {
    if (asksQuantity) {
      setDesk({ entry: typeDigit(entry, text) })
      return
    }
    // Typed without a field: it was meant for the search box.
    const field = searchField()
    if (field) write(field, text)
  }
  const acts = Object.fromEntries(FUNCTION_KEYS.map(({ key, act }) => [key, FUNCTION_ACTS[act]]))
  useLayer({ typed, keys: { ...acts, ...(searching ? SEARCHING : selling(entry)) } })
}

const SEARCHING = {
  ...{ Enter: () => void enterSearch(), Escape: leaveSearch },
  ...{ ArrowUp: () => mark(-1), ArrowDown: () => mark(1) },
}

/** The keys of the list and its pad, with the number typed so far. */
const selling = (entry: string) => ({
  ...{ ArrowUp: () => move(-1), ArrowDown: () => move(1), Delete: FUNCTION_ACTS.removeLine },
  Enter: () => {
    if (entry !== '') void enterQuantity()
  },
  Escape: () => {
    leaveSearch()
    setDesk(UNASKED)
  },
  Backspace: () => setDesk({ entry: entry.slice(0, -1) }),
})
