import type { Gateway } from './gateway.ts'

/** The two kinds of gateway there are, as most of them name things; what differs is written in the settings. */
export const GATEWAYS = {
  'json-bearer': {
    body: { is: 'json', value: { to: '{phone}', content: '{text}', ref: '{id}' } },
    headers: {},
    auth: { is: 'bearer' },
    success: { status: 200, path: 'code', equals: '0' },
  },
  'form-hmac': {
    body: { is: 'form', fields: { mobile: '{phone}', content: '{text}', msgid: '{id}' } },
    headers: { 'X-Timestamp': '{time}' },
    auth: { is: 'hmac-sha256', header: 'X-Signature', of: '{time}\n{body}', as: 'hex' },
    success: { status: 200, path: 'result.status', equals: 'OK' },
  },
} as const satisfies Readonly<Record<string, Omit<Gateway, 'url'>>>
