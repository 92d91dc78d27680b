// SPDX-License-Identifier: Apache-2.0
// Where the reader is: #/view/key?filters. Everything that a view shows follows from its address, so that it can be
// kept, sent and gone back to. The part behind # never reaches the server, which serves one page.

export interface Address {
  view: string
  key: string
  query: URLSearchParams
}

function read(): Address {
  const [path = '', query = ''] = location.hash.replace(/^#\/?/, '').split(/\?(.*)/s)
  const [view = '', ...rest] = path.split('/')
  let key = rest.join('/')
  try {
    key = decodeURIComponent(key)
  } catch {
    // A broken escape stays as it is; the view says that nothing has this key.
  }
  return { view: view || 'map', key, query: new URLSearchParams(query) }
}

class Here {
  now = $state.raw<Address>(read())

  constructor() {
    window.addEventListener('hashchange', () => (this.now = read()))
  }

  get view() {
    return this.now.view
  }
  get key() {
    return this.now.key
  }
  get query() {
    return this.now.query
  }

  // Changes parameters of this view's address; null takes one away. `quiet` replaces the entry of the history, for
  // steps that nobody wants to go back through.
  change(changes: Record<string, string | string[] | null>, quiet = false) {
    const query = new URLSearchParams(this.now.query)
    for (const [name, value] of Object.entries(changes)) {
      query.delete(name)
      if (value !== null) for (const one of [value].flat()) query.append(name, one)
    }
    const hash = address(this.now.view, this.now.key, query)
    if (hash === location.hash) return
    if (quiet) {
      history.replaceState(null, '', hash)
      this.now = read()
    } else {
      location.hash = hash
      this.now = read()
    }
  }
}

export const here = new Here()

// The address of a view, e.g. address('actor', 'RUS:MIL', query) is #/actor/RUS%3AMIL?from=2021.
export function address(view: string, key = '', query?: URLSearchParams | Record<string, string>): string {
  const text = new URLSearchParams(query ?? {}).toString()
  return `#/${view}${key ? '/' + encodeURIComponent(key) : ''}${text ? '?' + text : ''}`
}
