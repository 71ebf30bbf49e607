import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

function openFiles(id: number): string[] {
  try {
    return readdirSync(`/proc/${id}/fd`).map((fd) => readlinkSync(`/proc/${id}/fd/${fd}`))
  } catch {
    // A process or file that went away while we looked listens to nothing.
    return []
  }
}

/** Sockets of these processes that listen on TCP (state 0A), found by the inodes of the files they hold open. */
export function listeningPorts(processes: readonly number[]): string[] {
  const inodes = ['tcp', 'tcp6'].flatMap((table) =>
    readFileSync(`/proc/net/${table}`, 'utf8')
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
      .filter((fields) => fields[3] === '0A')
      .map((fields) => `socket:[${fields[9] ?? ''}]`),
  )
  return processes.flatMap((id) => openFiles(id).filter((file) => inodes.includes(file)))
}
