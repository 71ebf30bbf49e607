import { createHash, createSign, generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto'

/** An authenticator of ES256 in software, written from the standard alone (WebAuthn level 3, 6.1 and 6.5). */
export interface Authenticator {
  readonly id: string
  /** What it answers to navigator.credentials.create, as the page sends it on. */
  readonly make: (options: { readonly challenge: string }, own?: Own) => Made
  /** What it answers to navigator.credentials.get. */
  readonly sign: (options: { readonly challenge: string }, own?: Own) => Signed
}

/** Where the page is, and what the authenticator says of itself, in place of what is right. */
export interface Own {
  readonly origin?: string
  readonly rpId?: string
  readonly type?: string
  /** Whether the person was verified, by a finger or a PIN. */
  readonly verified?: boolean
  readonly counter?: number
}
interface Made {
  readonly response: { readonly attestationObject: string; readonly clientDataJSON: string }
}
interface Signed {
  readonly response: {
    readonly authenticatorData: string
    readonly signature: string
    readonly clientDataJSON: string
  }
}

export const PAGES = 'https://station.localhost'
const PRESENT = 0x01
const VERIFIED = 0x04
const WITH_CREDENTIAL = 0x40

export function makeAuthenticator(): Authenticator {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const credentialId = randomBytes(32)
  const id = credentialId.toString('base64url')
  let count = 0
  const shared = { id, rawId: id, type: 'public-key', clientExtensionResults: {} }
  return {
    id,
    make: ({ challenge }, own = {}) => {
      const attested = Buffer.concat([Buffer.alloc(16), Buffer.from([0, 32]), credentialId, coseOf(publicKey)])
      const authData = Buffer.concat([headOf(own, WITH_CREDENTIAL, 0), attested])
      const attestationObject = Buffer.concat([
        Buffer.from('a363666d74646e6f6e656761747453746d74a068617574684461746158', 'hex'),
        Buffer.from([authData.length]),
        authData,
      ])
      const clientDataJSON = clientData('webauthn.create', challenge, own).toString('base64url')
      const response = { attestationObject: attestationObject.toString('base64url'), clientDataJSON, transports: [] }
      return { ...shared, response }
    },
    sign: ({ challenge }, own = {}) => {
      const authData = headOf(own, 0, own.counter ?? ++count)
      const client = clientData('webauthn.get', challenge, own)
      const signed = Buffer.concat([authData, createHash('sha256').update(client).digest()])
      const signature = createSign('sha256').update(signed).sign(privateKey).toString('base64url')
      const authenticatorData = authData.toString('base64url')
      return { ...shared, response: { authenticatorData, signature, clientDataJSON: client.toString('base64url') } }
    },
  }
}

function headOf({ rpId = 'station.localhost', verified = true }: Own, flags: number, counter: number): Buffer {
  const head = Buffer.alloc(37)
  createHash('sha256').update(rpId).digest().copy(head)
  head.writeUInt8(PRESENT | flags | (verified ? VERIFIED : 0), 32)
  head.writeUInt32BE(counter, 33)
  return head
}

const clientData = (usual: string, challenge: string, { type = usual, origin = PAGES }: Own): Buffer =>
  Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }))

/** The public key as COSE writes it (RFC 9053): EC2, ES256, P-256, x, y. */
function coseOf(publicKey: KeyObject): Buffer {
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
  return Buffer.concat([
    Buffer.from('a5010203262001215820', 'hex'),
    Buffer.from(x, 'base64url'),
    Buffer.from('225820', 'hex'),
    Buffer.from(y, 'base64url'),
  ])
}
