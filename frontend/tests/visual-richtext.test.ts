import { describe, expect, it } from 'vitest';
import { rich } from '../shared/dom';
import { cleaned, serialize } from '../studio/visual/richtext';

const box = (html: string): HTMLElement => {
  const node = document.createElement('div');
  node.innerHTML = html;
  return node;
};
const shown = (html: string): HTMLElement => {
  const node = document.createElement('div');
  node.appendChild(rich(html));
  return node;
};

describe('rich text', () => {
  it.each([
    '',
    'Một câu, <strong>đậm</strong> và <em>nghiêng</em>, <code>mã</code>.',
    '<p>Một</p><p>Hai<br>ba</p>',
    'Xem <a href="https://a.vn/?x=1&amp;y=2" title="Trang &quot;A&quot;">trang</a> nhé',
    '<img src="/static/a.png" alt="Ảnh &lt;a&gt;">',
    '<p>Đầu</p><ul><li>một</li><li>hai<ul><li>hai a</li></ul></li><li><p>ba</p><p>bốn</p></li></ul>',
    '<ol><li>một</li></ol><blockquote>lời</blockquote><blockquote><p>a</p><p>b</p></blockquote>',
    '<span lang="en">phishing</span> 5 &lt; 6 &amp; 7 &gt; 2',
    '<strong>a</strong> <strong><em>b</em></strong>',
  ])('comes back as it was: %s', (html) => expect(serialize(shown(html))).toBe(html));

  it('reads what browsers write', () => {
    expect(serialize(box('một<div>hai</div><div><br></div>'))).toBe('<p>một</p><p>hai</p>');
    expect(serialize(box('<b>đậm</b>&nbsp;<i style="x">nghiêng</i><br>'))).toBe('<strong>đậm</strong> <em>nghiêng</em>');
    expect(serialize(box('<span style="font-weight:bold">chữ</span>'))).toBe('chữ');
    expect(serialize(box('<p>a</p><p><br></p>'))).toBe('a');
    expect(serialize(box('<ul><li>a</li><ul><li>b</li></ul></ul>'))).toBe('<ul><li>a</li><li><ul><li>b</li></ul></li></ul>');
    expect(serialize(box('<b><p>a</p><p>b</p></b>'))).toBe('<p>a</p><p>b</p>');
  });

  it('takes nothing hostile from a clipboard', () => {
    expect(cleaned('<!--x--><p onclick="a()">chữ <a href="javascript:x()">nối</a><script>x()</script><img src="data:x" onerror="a()"><img src="https://a.vn/b.png" alt="B"></p>')).toBe('chữ nối<img src="https://a.vn/b.png" alt="B">');
  });
});
