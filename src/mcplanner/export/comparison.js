"use strict";
const dial = document.getElementById("dial");
const radios = [...document.querySelectorAll("input[name=group]")];
const cases = [...document.querySelectorAll(".case")];
const curves = [...document.querySelectorAll(".curves")];
const signs = [...document.querySelectorAll("[data-case]")];

function show() {
  const group = Math.max(0, radios.findIndex(radio => radio.checked));
  const own = cases.filter(each => Number(each.dataset.group) === group);
  dial.max = own.length - 1;
  const chosen = own[Number(dial.value)];
  for (const each of cases) each.hidden = each !== chosen;
  curves.forEach((each, place) => { each.hidden = place !== group; });
  for (const sign of signs) sign.classList.toggle("chosen", sign.dataset.case === chosen.id);
  dial.setAttribute("aria-valuetext", chosen.dataset.setting);
  document.getElementById("setting").textContent = chosen.dataset.setting;
  document.getElementById("answer").textContent = chosen.dataset.answer;
}

function follow() {
  const named = cases.find(each => `#${each.id}` === location.hash);
  if (!named) return;
  if (radios.length) radios[named.dataset.group].checked = true;
  dial.max = cases.length;
  dial.value = named.dataset.place;
  show();
  named.focus();
}

document.querySelector(".dial").hidden = false;
document.querySelector(".dial").addEventListener("submit", event => event.preventDefault());
for (const control of [dial, ...radios]) control.addEventListener("input", show);
addEventListener("hashchange", follow);
show();
follow();
