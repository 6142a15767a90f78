import { SetupError } from '../kernel/setup-error.ts'

/** One command: its file gives `run`, which gets the words after the command's name and returns the exit code. */
type Command = {
  readonly name: string
  readonly summary: string
  load(): Promise<{ run(args: readonly string[]): Promise<number> }>
}

const commands: readonly Command[] = [
  { name: 'serve', summary: '启动平台（npm start 还会在空数据库里先装入演示城市）', load: () => import('./commands/serve.ts') },
  { name: 'migrate', summary: '把数据库升级到本版本（启动时自动进行）', load: () => import('./commands/migrate.ts') },
  {
    name: 'init',
    summary: 'init [登录名 姓名]：在空数据库里建立第一个系统管理员，给出一次性口令',
    load: () => import('./commands/init.ts'),
  },
  {
    name: 'demo',
    summary: 'demo [--seed 种子] [--cases 办件数]：在空数据库里装入一座虚构的演示城市',
    load: () => import('./commands/demo.ts'),
  },
  { name: 'db', summary: 'db url：给出数据库的管理员连接地址', load: () => import('./commands/db.ts') },
  {
    name: 'import',
    summary: 'import items|divisions|departments|holidays：导入公开清单',
    load: () => import('./commands/import.ts'),
  },
  {
    name: 'verify',
    summary: 'verify log：核对日志、检查点、事实、文件和状态；完好返回 0，否则每处问题一行',
    load: () => import('./commands/verify.ts'),
  },
  {
    name: 'bench',
    summary: 'bench 名称：运行一项测量，每个数字一行 JSON',
    load: () => import('./commands/bench.ts'),
  },
  {
    name: 'finder-model',
    summary: 'finder-model show | on 姓名 | off 姓名：本地模型是否参加找事项；先考试，成绩不低才打开',
    load: () => import('./commands/finder-model.ts'),
  },
  {
    name: 'export',
    summary: 'export case 办件标识 [文件]：导出一个办件的事件、事实、文件和证明',
    load: () => import('./commands/export.ts'),
  },
  {
    name: 'backup',
    summary: 'backup 目录 [--without-keys]：把全部数据备份到空目录，平台可以照常运行',
    load: () => import('./commands/backup.ts'),
  },
  {
    name: 'restore',
    summary: 'restore 目录：把备份恢复到空的数据目录和数据库，并核对',
    load: () => import('./commands/restore.ts'),
  },
  {
    name: 'pack',
    summary: 'pack [文件.tgz]：打成一个不用联网就能安装运行的包',
    load: () => import('./commands/pack.ts'),
  },
  { name: 'doctor', summary: '检查本机安装：哪里不对，怎么办', load: () => import('./commands/doctor.ts') },
  {
    name: 'deadline',
    summary: '逐行计算期限届满日：标准输入、输出均为每行一个 JSON 对象',
    load: () => import('./commands/deadline.ts'),
  },
]

/**
 * Runs a command line.
 *
 * @param words what was typed after `yichuang`
 * @returns the exit code: 0 done, 1 not done, 2 wrongly asked
 */
export async function main(words: readonly string[]): Promise<number> {
  const [name = 'help', ...args] = words
  if (['help', '--help', '-h'].includes(name)) {
    console.log(help())
    return 0
  }
  const command = commands.find((row) => row.name === name)
  try {
    if (command === undefined)
      throw new SetupError(`没有“${name}”这个命令，运行 yichuang help 可以看到全部命令。`, { exitCode: 2 })
    const { run } = await command.load()
    return await run(args)
  } catch (error) {
    if (!(error instanceof SetupError)) throw error
    console.error(error.message)
    return error.exitCode
  }
}

function help(): string {
  const width = Math.max(...commands.map((row) => row.name.length))
  const rows = commands.map((row) => `  ${row.name.padEnd(width)}  ${row.summary}`)
  return [
    '用法：yichuang <命令> [参数]',
    '',
    ...rows,
    '',
    '设置（环境变量）：PORT、HOST、YICHUANG_DATA、YICHUANG_URL、YICHUANG_PROXY、YICHUANG_SMS、YICHUANG_SMS_KEY、YICHUANG_QUIET、YICHUANG_MODEL、YICHUANG_MODEL_NAME、YICHUANG_MODEL_KEY、YICHUANG_MODEL_MS、DATABASE_URL、YICHUANG_PREPARED、YICHUANG_POOL',
  ].join('\n')
}
