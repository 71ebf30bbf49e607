import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { createServer, type Socket } from 'node:net'
import { AGENT_PORT, CASHIER, lineOf, makeLines, type FromProgram, type Order, type ToProgram } from './words.ts'

/** Runs programs inside the machine for whoever is outside; a program ends with its connection. */
createServer((socket) => {
  let child: ChildProcessWithoutNullStreams | null = null
  const take = makeLines((line) => {
    if (child === null) child = begin(socket, JSON.parse(line) as Order)
    else give(child, JSON.parse(line) as ToProgram)
  })
  socket.on('data', take)
  socket.on('error', () => undefined)
  socket.on('close', () => child?.kill('SIGKILL'))
}).listen(AGENT_PORT, '0.0.0.0')

function begin(socket: Socket, { run, user }: Order): ChildProcessWithoutNullStreams {
  const [program = '', ...args] = run
  const child = spawn(program, args, user === undefined ? {} : { uid: CASHIER, gid: CASHIER, cwd: '/tmp' })
  const say = (words: FromProgram) => void socket.write(lineOf(words))
  child.stdout.on('data', (chunk: Buffer) => say({ out: chunk.toString('base64') }))
  child.stderr.on('data', (chunk: Buffer) => say({ err: chunk.toString('base64') }))
  child.stdin.on('error', () => undefined)
  const end = (code: number | null) => {
    say({ code })
    socket.end()
  }
  child.on('error', () => end(null))
  child.on('close', end)
  return child
}

function give(child: ChildProcessWithoutNullStreams, words: ToProgram) {
  if ('in' in words) child.stdin.write(Buffer.from(words.in, 'base64'))
  else child.stdin.end()
}
