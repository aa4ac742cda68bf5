"""What a page is asked in the browser: what stands beyond its edges, and which text is too faint to be read."""

OVERFLOWING = """
const inside = (element, names) => element.closest(names) !== null;
return [...document.querySelectorAll('body *')].filter(element => {
  const box = element.getBoundingClientRect();
  if (box.width === 0 || inside(element, '.unseen, .skip, .modules thead')) return false;
  if (inside(element, '.scroll') && !element.matches('.scroll')) return false;
  if (inside(element, 'svg') && !element.matches('svg')) return false;  // looked at below
  return box.right > document.documentElement.clientWidth + 0.5 || box.left < -0.5;
}).map(element => element.outerHTML.slice(0, 120)).concat(
  document.documentElement.scrollWidth > innerWidth ? ['the page scrolls sideways'] : []);
"""
"""What stands beyond the edges of the page."""

FAINT = """
const parts = colour => colour.match(/[\\d.]+/g).map(Number);
const light = colour => {
  const [red, green, blue] = parts(colour).slice(0, 3).map(value => value / 255)
    .map(value => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};
const behind = element => {
  for (let at = element; at; at = at.parentElement) {
    const colour = getComputedStyle(at).backgroundColor;
    if (parts(colour).length === 3 || parts(colour)[3] === 1) return colour;
  }
  return 'rgb(255, 255, 255)';
};
const seen = new Set();
const faint = [];
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walker.nextNode()) {
  const element = walker.currentNode.parentElement;
  if (!walker.currentNode.data.trim() || element.closest('title, desc, style')) continue;
  if (element.getClientRects().length === 0) continue;
  const style = getComputedStyle(element);
  const colour = element instanceof SVGElement ? style.fill : style.color;
  const [high, low] = [light(colour), light(behind(element))].sort((one, other) => other - one);
  const size = parseFloat(style.fontSize), large = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
  seen.add(colour);
  if ((high + 0.05) / (low + 0.05) < (large ? 3 : 4.5)) faint.push([walker.currentNode.data.trim(), colour, behind(element)]);
}
return [seen.size, faint];
"""
"""How many colours the text has, and the text whose contrast is too low."""
