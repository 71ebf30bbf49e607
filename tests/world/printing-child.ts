import { makeVirtualPrinter } from '#drivers/printer/virtual'
import { printerCalls, tellOfPrinter } from '#drivers/printer/elsewhere'
import { forkedParent } from '#drivers/process/fork'
import { inTable, serve } from '#drivers/process/served'
import { appendFileSync } from 'node:fs'

/** A process with a virtual printer: each sheet is written to the file that is named, as paper would have it. */
const paper = process.argv[2] ?? ''
const printer = makeVirtualPrinter()
let printed = 0
const watched = {
  ...printer,
  print: async (job: Parameters<typeof printer.print>[0]) => {
    const outcome = await printer.print(job)
    for (const sheet of printer.sheets.slice(printed)) appendFileSync(paper, `${JSON.stringify(sheet)}\n`)
    printed = printer.sheets.length
    return outcome
  },
}
const tell = serve(forkedParent(), inTable(printerCalls(watched)))
tellOfPrinter(watched, tell)
