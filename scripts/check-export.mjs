// Checks an exported case without the platform: hashes, chain, commitments, files, inclusion proofs, signatures.
//   node check-export.mjs CASE.json [PUBLIC-KEY.pem]
// Give the public key you got from elsewhere; the one inside the file only shows that the file agrees with itself.
// Prints each thing that is wrong and ends with 1; ends with 0 when everything fits. Needs Node 20 or later and nothing else.
import { createHash, createPublicKey, verify } from 'node:crypto'
import { readFileSync } from 'node:fs'

const [path, keyPath] = process.argv.slice(2)
if (path === undefined) {
  console.error('用法：node check-export.mjs 导出文件 [公钥文件]')
  process.exit(2)
}
const { events, facts, files, proofs, publicKey: enclosed, caseId } = JSON.parse(readFileSync(path, 'utf8'))
const publicKey = keyPath === undefined ? enclosed : readFileSync(keyPath, 'utf8')
const wrong = []

checkChain()
checkFacts()
checkFiles()
for (const proof of proofs) checkProof(proof)
if (proofs.length > 0 && publicKey === null) wrong.push('没有公钥，签名无法核对')

for (const line of wrong) console.log(line)
const unsealed = events.length - proofs.length
if (wrong.length === 0)
  console.log(
    `完好：${events.length} 个事件、${facts.length} 项事实、${files.length} 个文件、${proofs.length} 份证明；${unsealed} 个事件尚未封存`,
  )
process.exitCode = wrong.length === 0 ? 0 : 1

function checkChain() {
  let before = null
  for (const [i, { hash, ...event }] of events.entries()) {
    if (event.seq !== i + 1 || event.stream_id !== caseId) wrong.push(`第 ${event.seq} 件：次序或办件标识不对`)
    if (event.prev_hash !== before) wrong.push(`第 ${event.seq} 件：与前一件不衔接`)
    if (sm3(canonical(event)).toString('hex') !== hash) wrong.push(`第 ${event.seq} 件：内容与哈希不符`)
    before = hash
  }
}

function checkFacts() {
  const committed = new Map()
  for (const { seq, kind, body } of events) {
    for (const [name, commitment] of Object.entries(body.facts ?? {})) committed.set(`${seq}/${name}`, commitment)
    if (kind === 'erased') for (const row of body.rows) committed.delete(`${row.seq}/${row.path}`)
  }
  for (const { seq, path: name, salt, value } of facts) {
    const expected = committed.get(`${seq}/${name}`)
    committed.delete(`${seq}/${name}`)
    if (expected !== sm3(Buffer.from(salt, 'hex'), canonical(value)).toString('hex'))
      wrong.push(`第 ${seq} 件：${name} 与承诺值不符`)
  }
  for (const key of committed.keys()) wrong.push(`事实缺失而没有删除记录：${key}`)
}

function checkFiles() {
  const kept = new Map(files.map((file) => [file.fileId, file]))
  for (const { fileId, digest, content } of files) {
    if (sm3(Buffer.from(content, 'base64')).toString('hex') !== digest) wrong.push(`文件 ${fileId} 的内容与摘要不符`)
  }
  for (const { path: name, value } of facts) {
    if (name.startsWith('material/') && kept.get(value.fileId)?.digest !== value.digest)
      wrong.push(`${name} 的文件缺失或不是提交时的`)
  }
}

function checkProof({ seq, leaf, index, size, path: beside, checkpoint, hash, key, signature }) {
  const event = events.find((row) => row.seq === seq)
  if (event === undefined || leaf[2] !== caseId || leaf[3] !== seq || leaf[4] !== event.hash)
    wrong.push(`第 ${seq} 件：证明不是这一件的`)
  const isPlace = index + checkpoint.from_position === leaf[0] && size === checkpoint.to_position - checkpoint.from_position + 1
  if (!isPlace || rootFrom(canonical(leaf), index, size, beside) !== checkpoint.root) wrong.push(`第 ${seq} 件：不在检查点之下`)
  if (sm3(canonical(checkpoint)).toString('hex') !== hash) wrong.push(`第 ${seq} 件：检查点的哈希不符`)
  if (publicKey === null) return
  const isSigned = verify(null, Buffer.from(hash, 'hex'), createPublicKey(publicKey), Buffer.from(signature, 'hex'))
  if (!isSigned || key !== sm3(publicKey).toString('hex').slice(0, 16)) wrong.push(`第 ${seq} 件：检查点的签名不符`)
}

/** RFC 6962, 2.1.1, with SM3. */
function rootFrom(leaf, index, size, beside) {
  let node = sm3(Buffer.of(0), leaf)
  let used = 0
  for (let at = index, last = size - 1; last > 0; at >>= 1, last >>= 1) {
    if (at === last && at % 2 === 0) continue
    const other = Buffer.from(beside[used++] ?? '', 'hex')
    node = at % 2 === 1 ? sm3(Buffer.of(1), other, node) : sm3(Buffer.of(1), node, other)
  }
  return used === beside.length ? node.toString('hex') : null
}

/** RFC 8785 for what a log holds: no fractions. */
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  const keys = Object.keys(value).sort()
  return `{${keys.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(',')}}`
}

function sm3(...parts) {
  const hash = createHash('sm3')
  for (const part of parts) hash.update(part)
  return hash.digest()
}
