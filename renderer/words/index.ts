import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { en } from './en.ts'
import { zh, type Words } from './zh.ts'

declare module 'i18next' {
  interface CustomTypeOptions {
    // So that a misspelt key does not compile.
    resources: { translation: Words }
  }
}

/** Both languages are in the bundle, so nothing is awaited; main says which one is spoken. */
export function startWords(): void {
  void i18next.use(initReactI18next).init({
    resources: {
      'zh-CN': { translation: zh },
      en: { translation: en },
    },
    lng: 'zh-CN',
    fallbackLng: false,
    initAsync: false,
    // React escapes; and goods' names are names, not templates.
    interpolation: { escapeValue: false },
  })
}
