import { readConfig } from '../../kernel/config.ts'
import { closeDatabase, openDatabase, transaction } from '../../kernel/db/index.ts'
import { systemNow } from '../../kernel/now.ts'
import { Refusal } from '../../kernel/refusal.ts'
import { openSecrets } from '../../kernel/secrets.ts'
import { SetupError } from '../../kernel/setup-error.ts'
import { foundInstallation } from '../../modules/region/index.ts'
import { createFirstAdministrator } from '../../modules/staff/index.ts'
import { reachDatabase } from '../database.ts'
import { run as migrate } from './migrate.ts'

/** Founds a production installation: makes the first administrator of an empty database and prints the one-time code, which stands nowhere else. */
export async function run(args: readonly string[]): Promise<number> {
  const [login = 'admin', fullName = '系统管理员', ...more] = args
  if (more.length > 0 || !/^[A-Za-z0-9._-]{3,32}$/.test(login)) {
    throw new SetupError('用法：yichuang init [登录名 姓名]（登录名为 3 至 32 位字母、数字、点、横线）', { exitCode: 2 })
  }
  const config = readConfig()
  await migrate()
  openSecrets(config.dataDir)
  const { appUrl, release } = await reachDatabase(config)
  try {
    const { oneTimeCode } = await withDatabase(appUrl, login, fullName)
    console.log(`第一个系统管理员已建立。\n登录名：${login}\n一次性口令（72 小时内有效，只显示这一次）：${oneTimeCode}`)
    console.log('请用登录名和口令启用账号（接口 POST /api/accounts/enrol，步骤见 README），设置密码并绑定动态口令验证器。')
    return 0
  } finally {
    await release()
  }
}

async function withDatabase(url: string, login: string, fullName: string) {
  const database = openDatabase({ url, max: 1 })
  try {
    const now = systemNow()
    return await transaction(database, async (tx) => {
      await foundInstallation(tx, 'production', {}, now)
      return createFirstAdministrator(tx, { login, name: fullName }, now)
    })
  } catch (error) {
    throw error instanceof Refusal ? new SetupError(error.kind.message(error.facts)) : error
  } finally {
    await closeDatabase(database)
  }
}
