import { creditCheck, organisationCheck, residentCheck } from '../../modules/identity/index.ts'
import type { Dice } from './dice.ts'

/** The made-up county in whose name numbers are issued: no real division has this code, so no number can be anybody's. */
export const madeUpCounty = '449901'

const surnames = [...'王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾萧田董袁潘于蒋蔡余杜叶程苏魏吕丁']
const givenNames = [...'伟芳娜敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂英华玉萍红建国志文海燕春梅秀珍德荣子涵浩宇欣怡梓轩诗琪俊杰']
const doubleSurnames = ['欧阳', '司徒', '上官', '诸葛']

/** A name of two to four characters. */
export function nameOf(dice: Dice): string {
  const surname = dice.happens(0.02) ? dice.pick(doubleSurnames) : dice.pick(surnames)
  const given = dice.happens(0.75) ? dice.pick(givenNames) + dice.pick(givenNames) : dice.pick(givenNames)
  return surname + given
}

/** A number of an identity card with a right check digit. @param serial tells apart those born on the same day */
export function residentNumber(dice: Dice, serial: number): string {
  const year = dice.between(1942, 2004)
  const digits = `${madeUpCounty}${year}${two(dice.between(1, 12))}${two(dice.between(1, 28))}${String(serial % 1_000).padStart(3, '0')}`
  return digits + residentCheck(digits)
}

/** A 统一社会信用代码 with right check characters; `kind` '91' an enterprise, '11' an organ. */
export function creditCode(kind: '91' | '11', serial: number): string {
  const body = `MD${String(serial).padStart(6, '0')}`
  const characters = `${kind}${madeUpCounty}${body}${organisationCheck(body)}`
  return characters + creditCheck(characters)
}

/** A telephone number that rings nowhere: no place has the area code 0000. */
export function phoneOf(serial: number): string {
  return `0000${String(2_000_000 + serial).padStart(7, '0')}`
}

const trades = ['餐饮', '运输', '物流', '商贸', '建筑', '食品', '科技', '教育咨询', '医疗器械', '文化传播']
const brands = [...'云江岭溪桥木禾青安远']

/** The name of an enterprise of the city. */
export function enterpriseName(dice: Dice, city: string): string {
  return `${city}${dice.pick(brands)}${dice.pick(brands)}${dice.pick(trades)}有限公司`
}

function two(number: number): string {
  return String(number).padStart(2, '0')
}
