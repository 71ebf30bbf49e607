import { useTranslation } from 'react-i18next'
import { Button } from '../../parts/Button.tsx'
import { orTell } from '../../parts/told.ts'
import { station, useCashier } from '../../station.ts'
import styles from './Training.module.css'

/** Hands at another station of the shop, so that who practises alone can ask one and be asked by one. */
export function NeighbourPart() {
  const { t } = useTranslation()
  const there = useCashier(({ bench }) => bench?.neighbour !== null && bench !== null)
  const asked = useCashier(({ bench }) => bench?.neighbour?.asked === true)
  const said = useCashier(({ bench }) => bench?.neighbour?.said ?? null)
  const manager = useCashier(({ people, operator }) =>
    people.find(({ role, number }) => role === 'manager' && number !== operator?.number),
  )
  if (!there) return null
  const answers = (says: 'yes' | 'no') =>
    void orTell(station.training.neighbourAnswers({ manager: manager?.number ?? '', says }))
  return (
    <section className={styles['phone']} aria-label={t('neighbour.title')}>
      <strong>{t('neighbour.title')}</strong>
      <Button onPress={() => void orTell(station.training.neighbourAsks({}))}>{t('neighbour.asks')}</Button>
      {said !== null && <p className={styles['note']}>{t(`neighbour.said.${said}`)}</p>}
      {asked && manager && (
        <>
          <Button onPress={() => answers('yes')}>{t('neighbour.yes')}</Button>
          <Button onPress={() => answers('no')}>{t('neighbour.no')}</Button>
        </>
      )}
    </section>
  )
}
