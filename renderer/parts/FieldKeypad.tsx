import { erase, isTextField, write, type TextField } from '../keys/write.ts'
import { Keypad } from './Keypad.tsx'

const focused = (): TextField | null => {
  const element = document.activeElement
  return isTextField(element) ? element : null
}

/** The number pad for whichever field has the focus: pressing its keys leaves the focus there. */
export function FieldKeypad() {
  const on = (act: (field: TextField) => void) => {
    const field = focused()
    if (field) act(field)
  }
  return (
    <Keypad
      onSign={(sign) => on((field) => write(field, sign))}
      onBack={() => on((field) => erase(field, false))}
      onClear={() => on((field) => erase(field, true))}
    />
  )
}
