import { Component, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useLayer } from '../keys/layers.ts'
import { Button } from './Button.tsx'
import styles from './Unbroken.module.css'

interface UnbrokenParts {
  readonly children: ReactNode
}

/** A fault of a screen must not leave an empty window: it says so, and how to go on. Main has all that matters. */
export class Unbroken extends Component<UnbrokenParts, { readonly broken: boolean }> {
  override state = { broken: false }

  static getDerivedStateFromError(): { readonly broken: boolean } {
    return { broken: true }
  }

  override render(): ReactNode {
    return this.state.broken ? <Broken /> : this.props.children
  }
}

function Broken() {
  const { t } = useTranslation()
  const again = () => location.reload()
  useLayer({ alone: true, panel: true, keys: { Enter: again, F5: again } })
  return (
    <main className={styles['broken']} role="alert">
      <h1>{t('broken.what')}</h1>
      <p>{t('broken.next')}</p>
      <Button look="primary" onPress={again}>
        {t('broken.again')}
      </Button>
    </main>
  )
}
