import '@fontsource-variable/noto-sans-sc/wght.css'
import './theme/tokens.css'
import './theme/base.css'
import { createRoot } from 'react-dom/client'
import { listenForKeys } from './keys/layers.ts'
import { Unbroken } from './parts/Unbroken.tsx'
import { Screens } from './screens/Screens.tsx'
import { scanned } from './screens/sell/acts.ts'
import { listenToMain } from './station.ts'
import { listenForPresence } from './keys/presence.ts'
import { startWords } from './words/index.ts'

startWords()
listenToMain()
listenForPresence()
listenForKeys((code) => void scanned(code))
const place = document.querySelector('#screens')
if (!place) throw new Error('index.html has no place for the screens')
createRoot(place).render(
  <Unbroken>
    <Screens />
  </Unbroken>,
)
