// SPDX-License-Identifier: Apache-2.0
// Before the first paint: the theme that was chosen here, if one was; a file of its own because inline scripts are forbidden.
try {
  const theme = localStorage.getItem('casus.theme')
  if (theme === 'dark' || theme === 'light') document.documentElement.dataset.theme = theme
} catch {
  // Storage may be closed to pages; the system's theme holds.
}
