// Keeps an open page true: when the mirror says that the repository changed, the page is fetched again and its changed parts are put in place.
// Without this script a page reads the same and stays as it was.

/** Changes that come together are fetched together. */
const gatherMs = 300
/** How long the note about something new stays. */
const noteMs = 4000

const repository = document.body.dataset.liveRepository
const note = document.getElementById('live-note')
let gathering
let fetching = false
let again = false

/** Somebody is using this part: it is left alone until the next change. */
const inUse = (element) => element.contains(document.activeElement) && document.activeElement !== document.body

/** Items that have ids are kept, changed, added or removed one by one, so that what one reads stays where it is. */
const mergeItems = (list, fresh) => {
  let arrived = 0
  const known = new Map([...list.children].map((item) => [item.id, item]))
  let previous = null
  for (const item of fresh.children) {
    const old = known.get(item.id)
    known.delete(item.id)
    let placed = old
    if (old === undefined) {
      placed = document.importNode(item, true)
      placed.classList.add('arrived')
      arrived += 1
    } else if (!inUse(old) && old.innerHTML !== item.innerHTML) {
      placed = document.importNode(item, true)
      old.replaceWith(placed)
    }
    const place = previous === null ? list.firstElementChild : previous.nextElementSibling
    if (place !== placed) list.insertBefore(placed, place)
    previous = placed
  }
  for (const gone of known.values()) gone.remove()
  return arrived
}

const putInPlace = (page) => {
  let arrived = 0
  for (const part of document.querySelectorAll('[data-part]')) {
    const fresh = page.getElementById(part.id)
    if (fresh === null || fresh.outerHTML === part.outerHTML) continue
    if ('keyed' in part.dataset) arrived += mergeItems(part, fresh)
    else if (!inUse(part)) part.replaceWith(document.importNode(fresh, true))
  }
  if (arrived > 0 && note !== null) {
    note.textContent = arrived === 1 ? 'One new entry' : `${arrived} new entries`
    setTimeout(() => (note.textContent = ''), noteMs)
  }
}

const refresh = async () => {
  gathering = undefined
  if (fetching) {
    again = true
    return
  }
  fetching = true
  try {
    const response = await fetch(location.href, { headers: { accept: 'text/html' }, cache: 'no-store' })
    if (response.ok) putInPlace(new DOMParser().parseFromString(await response.text(), 'text/html'))
  } catch {
    // The mirror does not answer: the stream of events opens again by itself, and then the page is fetched.
  } finally {
    fetching = false
    if (again) {
      again = false
      plan()
    }
  }
}

const plan = () => (gathering ??= setTimeout(refresh, gatherMs))

if (repository !== undefined && 'EventSource' in window) {
  const events = new EventSource(`/api/repositories/${repository}/events`)
  events.addEventListener('change', plan)
  let opened = false
  events.addEventListener('open', () => {
    if (opened) plan()
    opened = true
    document.documentElement.dataset.live = 'open'
  })
}
