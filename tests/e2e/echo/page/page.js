/** Shows what arrives: the newest view, and every key the page was given. */
const place = (id) => document.getElementById(id)
let views = 0

window.station.onView((view) => {
  views += 1
  place('view').textContent = view
  place('view').dataset.views = String(views)
})

addEventListener('keydown', (event) => {
  const item = document.createElement('li')
  item.textContent = (event.ctrlKey ? 'Ctrl+' : '') + (event.altKey ? 'Alt+' : '') + event.key
  place('keys').append(item)
})

place('answer').textContent = await window.station.ask('echo.first', 'first-call', { hash: location.hash })
