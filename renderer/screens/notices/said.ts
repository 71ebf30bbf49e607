import type { NoticeView } from '#contract/postings'
import type { Language } from '#contract/shapes'

/** As head office wrote it in this language, else in the one that it always writes. */
export const saidIn = (language: Language, { zh, en }: NoticeView['title']): string =>
  language === 'en' ? (en ?? zh) : zh

/** Those that must be read before the next sale, in head office's order. */
export const dueOf = (notices: readonly NoticeView[]): readonly NoticeView[] =>
  notices.filter(({ mustRead, read }) => mustRead && !read)
