import { makeOwnCertificate, type OwnCertificate } from '../cipher/certificate.ts'

/** What the twin of a platform speaks TLS under where somebody practises: made for each start, good for a few days. */
export const practiceTls = (nowMs: number): OwnCertificate => makeOwnCertificate(nowMs)
