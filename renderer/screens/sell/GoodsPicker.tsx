import type { GoodsView } from '#contract/catalogue'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../parts/Button.tsx'
import { orTell } from '../../parts/told.ts'
import { ToldBanner } from '../../parts/ToldBanner.tsx'
import { station, useCashier } from '../../station.ts'
import { addGoods, SEARCH_FIELD } from './acts.ts'
import { GoodsTiles } from './GoodsTiles.tsx'
import styles from './GoodsPicker.module.css'
import { look, useSearch } from './search.ts'

type Category = { readonly category: string; readonly goods: readonly GoodsView[] }

/** Goods by hand: the search box, which is also where a code is typed, over the quick keys. */
export function GoodsPicker() {
  const { t } = useTranslation()
  const [categories, setCategories] = useState<readonly Category[]>([])
  const [chosen, setChosen] = useState(0)
  const search = useSearch()
  const changes = useCashier((view) => view.postings.goodsChanges)
  useEffect(() => {
    void orTell(station.catalogue.quickKeys({})).then((value) => setCategories(value?.categories ?? []))
  }, [changes])
  const pick = (goods: GoodsView) => void addGoods(goods)
  return (
    <>
      <div className={styles['top']}>
        <SearchBox text={search.text} />
        <ToldBanner notices />
      </div>
      <div className={styles['picker']}>
        {search.found === null ? (
          <>
            <Tabs names={categories.map(({ category }) => category)} chosen={chosen} onChoose={setChosen} />
            <GoodsTiles goods={(categories[chosen] ?? categories[0])?.goods ?? []} tint={chosen} onPick={pick} />
          </>
        ) : search.found.length > 0 ? (
          <GoodsTiles goods={search.found} marked={search.marked} onPick={pick} />
        ) : (
          <div className={styles['nothing']}>
            <p>{t('sell.nothingFound', { text: search.text })}</p>
            <p className={styles['next']}>{t('sell.nothingFoundNext')}</p>
          </div>
        )}
      </div>
    </>
  )
}

function SearchBox({ text }: { readonly text: string }) {
  const { t } = useTranslation()
  return (
    <label className={styles['box']}>
      <input
        id={SEARCH_FIELD}
        className={styles['input']}
        value={text}
        placeholder={t('sell.search')}
        aria-label={t('sell.search')}
        autoComplete="off"
        spellCheck={false}
        maxLength={64}
        onChange={({ target }) => void look(target.value)}
      />
      <kbd className={styles['key']}>F2</kbd>
    </label>
  )
}

interface TabsParts {
  readonly names: readonly string[]
  readonly chosen: number
  readonly onChoose: (index: number) => void
}

function Tabs({ names, chosen, onChoose }: TabsParts) {
  return (
    <div className={styles['tabs']} role="group">
      {names.map((name, index) => (
        <Button
          key={name}
          look="quiet"
          className={styles['tab']}
          pressed={index === chosen}
          onPress={() => onChoose(index)}
        >
          {name}
        </Button>
      ))}
    </div>
  )
}
