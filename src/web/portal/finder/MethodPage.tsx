import { readMarks } from '../../endpoints/finder.ts'
import { dayText } from '../../ui/words.ts'
import { page } from '../page.ts'
import { percent } from './Results.tsx'

/** How the finder is examined, in plain words. */
export const methodPage = page({
  path: '/finder/method',
  under: 'items',
  who: 'anyone',
  load: ({ ask }) => ask(readMarks, {}),
  title: () => '找事项怎么考试',
  trail: () => [{ name: '事项', path: '/items' }],
  render: ({ data: { marks, model } }) => (
    <div className="col">
      <h1 className="h1">找事项怎么考试</h1>
      <p className="lede">找得准不准，不由我们自己说，由题目打分。每次改动都要重考，分数写在这里。</p>
      <section className="sec" aria-labelledby="marks">
        <h2 id="marks" className="h2">
          最近的成绩
        </h2>
        {marks === null ? (
          <p>还没有公布过成绩。</p>
        ) : (
          <>
            <p className="hint">{dayText(marks.takenOn)}考的，只算没有用来调整过的那一半题。</p>
            <table className="marks">
              <thead>
                <tr>
                  <th scope="col">找法</th>
                  <th scope="col">第一条就对</th>
                  <th scope="col">前三条里有</th>
                </tr>
              </thead>
              <tbody>
                <tr>
                  <th scope="row">这里</th>
                  <td>{percent(marks.frozen.hit1)}</td>
                  <td>{percent(marks.frozen.hit3)}</td>
                </tr>
                {marks.bm25 !== null && (
                  <tr>
                    <th scope="row">普通的字面搜索（BM25）</th>
                    <td>{percent(marks.bm25.hit1)}</td>
                    <td>{percent(marks.bm25.hit3)}</td>
                  </tr>
                )}
              </tbody>
            </table>
          </>
        )}
      </section>
      <section className="sec" aria-labelledby="model">
        <h2 id="model" className="h2">
          本地模型
        </h2>
        <p>
          {model === null
            ? '这里没有用本地模型：找事项用的是随产品来的办法，上面的成绩就是它的。'
            : `这里用了装在本中心的模型 ${model.name}，${dayText(model.measuredOn)}先考试、成绩不低才打开：没有它，第一条就对 ${percent(model.before.hit1)}，前三条里有 ${percent(model.before.hit3)}；有了它，${percent(model.after.hit1)} 和 ${percent(model.after.hit3)}。`}
        </p>
      </section>
      <section className="sec" aria-labelledby="asked">
        <h2 id="asked" className="h2">
          考什么
        </h2>
        <p>
          820
          道题，像人们平常那样问：讲自己的处境、用方言、叫错名字、打错字、用拼音、口头啰唆、只说要哪张证。其中有些没有正确答案：闲聊，还有别的地方、别的机关的事。这些题应当答“没有”，另外计分。
        </p>
        <p>每道题写明在哪里问、哪些事项算对。第一条就是，算第一条对；前三条里有，算前三条对。</p>
      </section>
      <section className="sec" aria-labelledby="who">
        <h2 id="who" className="h2">
          谁出的题
        </h2>
        <p>题目由本产品的作者编写，不是真实用户的提问。写题的人和写查找办法的人分开，写题时看事项清单，不看查找的结果。</p>
      </section>
      <section className="sec" aria-labelledby="frozen">
        <h2 id="frozen" className="h2">
          一半题从不用来调整
        </h2>
        <p>题目分成两半，各 410 道。调整查找办法只看一半；另一半冻结起来，只用来打分。这里公布的是冻结的那一半。</p>
      </section>
      <section className="sec" aria-labelledby="beside">
        <h2 id="beside" className="h2">
          和什么比
        </h2>
        <p>
          同一次考试里，用普通的字面搜索再答一遍：把问的话和事项名称拆成相邻的两个字，看重合多少（BM25）。它大约十题里四题第一条对，一半的题前三条里有。
        </p>
      </section>
      <section className="sec" aria-labelledby="again">
        <h2 id="again" className="h2">
          自己也能考
        </h2>
        <p>
          题目和程序都公开。装好以后运行 <code>yichuang bench finder</code>，换成自己的题：
          <code>yichuang bench finder --questions 文件</code>。
        </p>
      </section>
    </div>
  ),
})
