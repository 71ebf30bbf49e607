/** Something to be said to a person, in both languages. */
export interface Sentence {
  readonly zh: string
  readonly en: string
}
