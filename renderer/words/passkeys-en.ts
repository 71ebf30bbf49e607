import type { passkeysZh } from './passkeys-zh.ts'

/** Passkeys: a second factor of managers, in English. */
export const passkeysEn: typeof passkeysZh = {
  title: 'My passkeys',
  note:
    'A fingerprint or a security key that confirms approvals. Enter the void password first to add or remove one; ' +
    'it does not take its place.',
  none: 'No passkey yet.',
  added: 'added {{time}}',
  add: 'Add a passkey',
  try: 'Try it',
  remove: 'Remove',
  password: 'My void password',
  waiting: 'Use your finger, or touch the security key... (a minute at most)',
  done: { add: '✓ Added. Try it now.', try: '✓ It works.', remove: '✓ Removed.' },
}
