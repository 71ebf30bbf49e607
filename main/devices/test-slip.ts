import type { PrintCommand } from '#drivers/printer/port'

const line = (text: string, rest: { readonly size?: 'large'; readonly bold?: true } = {}): PrintCommand => ({
  ...{ do: 'line', text, align: 'left', size: 'normal', bold: false },
  ...rest,
})

/** What a printer has to be able to do: Chinese and Latin, large and bold, the whole width, a QR code, the knife. */
export function testSlip(shop: string, station: string, columns: number): readonly PrintCommand[] {
  const ruler = '1234567890'.repeat(Math.ceil(columns / 10)).slice(0, columns)
  return [
    { do: 'line', text: '打印测试 / Test page', align: 'centre', size: 'large', bold: true },
    line(`${shop} ${station}`),
    line('-'.repeat(columns)),
    line(ruler),
    line('可口可乐 330ml  ￥3.50'),
    line('大字 Large', { size: 'large' }),
    line('粗字 Bold', { bold: true }),
    { do: 'qr', content: `cashier-station test ${station}` },
    line('上面的二维码应能扫出 / The code above should scan'),
    { do: 'cut' },
  ]
}
