import type { ReactNode } from 'react'
import { Dialog } from 'react-aria-components/Dialog'
import { Heading } from 'react-aria-components/Heading'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import { useLayer, type Layer } from '../keys/layers.ts'
import styles from './Drawer.module.css'

interface DrawerParts {
  readonly title: string
  readonly onClose: () => void
  readonly keys?: NonNullable<Layer['keys']>
  readonly typed?: (text: string) => void
  readonly children: ReactNode
  /** The buttons at its foot. */
  readonly foot: ReactNode
}

/** A panel over the right side. The sale and its total stay in sight; keys go to the panel alone. */
export function Drawer({ title, onClose, keys, typed, children, foot }: DrawerParts) {
  useLayer({ alone: true, panel: true, keys: { Escape: onClose, ...keys }, ...(typed && { typed }) })
  return (
    <ModalOverlay isOpen isKeyboardDismissDisabled className={styles['shade'] ?? ''}>
      <Modal className={styles['drawer'] ?? ''}>
        <Dialog className={styles['dialog'] ?? ''}>
          <Heading slot="title" className={styles['title'] ?? ''}>
            {title}
          </Heading>
          <div className={styles['body']}>{children}</div>
          <div className={styles['foot']}>{foot}</div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}
