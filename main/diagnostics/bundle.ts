import type { Check } from './check.ts'

const NAME = { zh: '构建', en: 'build' }

/** Whether the built station is made of the sources that are here. */
export function checkBundle(state: 'fresh' | 'stale' | 'missing'): Check {
  switch (state) {
    case 'fresh':
      return { name: NAME, is: 'good', sentence: { zh: '与源文件一致', en: 'made of the sources as they are' } }
    case 'stale':
      return {
        name: NAME,
        is: 'attention',
        sentence: {
          zh: '源文件在构建之后改过。请运行 npm start，它会先重新构建。',
          en: 'The sources have changed since. Run npm start, which builds first.',
        },
      }
    case 'missing':
      return {
        name: NAME,
        is: 'attention',
        sentence: {
          zh: '尚未构建。请运行 npm start，它会先构建。',
          en: 'There is none yet. Run npm start, which builds first.',
        },
      }
  }
}
