/** Two short tones: somebody waits for the manager. */
const TONES_HZ = [880, 1_175]
const TONE_S = 0.18
const LOUDNESS = 0.15

export function chime(): void {
  try {
    const context = new AudioContext()
    for (const [place, frequency] of TONES_HZ.entries()) {
      const [tone, volume] = [context.createOscillator(), context.createGain()]
      const from = context.currentTime + place * TONE_S
      tone.frequency.value = frequency
      volume.gain.setValueAtTime(LOUDNESS, from)
      volume.gain.exponentialRampToValueAtTime(0.001, from + TONE_S)
      tone.connect(volume).connect(context.destination)
      tone.start(from)
      tone.stop(from + TONE_S)
    }
    setTimeout(() => void context.close(), TONES_HZ.length * TONE_S * 1_000 + 100)
  } catch {
    // A station without a sound device shows it all the same.
  }
}
