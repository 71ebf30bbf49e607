import type { StationView } from '#contract/view'
import i18next from 'i18next'

/** Language, theme and profile as main has them, on the document itself, so that CSS and screen readers follow. */
export function applyAppearance({ language, theme, profile }: StationView): void {
  const root = document.documentElement
  if (root.dataset['theme'] !== theme) root.dataset['theme'] = theme
  if (root.dataset['profile'] !== profile) root.dataset['profile'] = profile
  if (root.lang !== language) root.lang = language
  if (i18next.language !== language) void i18next.changeLanguage(language)
}
