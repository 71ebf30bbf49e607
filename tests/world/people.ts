/** The first-run answers of every test station. The password is a test's own and opens nothing else. */
export const VOID_PASSWORD = '730519'
export const FIRST_RUN = {
  cashier: { number: '03', name: '收银员' },
  manager: { number: '11', name: '店长' },
  voidPassword: VOID_PASSWORD,
}
