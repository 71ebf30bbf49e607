import { createRoot } from 'react-dom/client'

const place = document.querySelector('#screens')
if (place) createRoot(place).render(<p>…</p>)
