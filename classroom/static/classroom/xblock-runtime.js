/* The platform's JavaScript runtime for blocks: handlerUrl, notify, children, childMap; then each block's init function is called
   with (runtime, element, argument). */
(function () {
  'use strict';

  function Runtime(root, studio) {
    this.root = root;
    this.listeners = {};
    this.started = false;
    this.studio = studio;
  }

  Runtime.prototype.handlerUrl = function (element, name, suffix, query) {
    var raw = element && element.jquery ? element[0] : element;
    var holder = raw.closest('.xblock[data-handler-prefix]');
    var url = holder.getAttribute('data-handler-prefix') + name;
    if (suffix) { url += '/' + suffix; }
    return query ? url + '?' + query : url;
  };

  Runtime.prototype.children = function (element) {
    return (element && element.jquery ? element[0] : element).xblockChildren || [];
  };

  Runtime.prototype.childMap = function (element, name) {
    return this.children(element).filter(function (child) { return child.name === name; })[0];
  };

  Runtime.prototype.listenTo = function (event, listener) {
    (this.listeners[event] = this.listeners[event] || []).push(listener);
  };

  /* As Studio's: 'save' with {state: 'start'} and then {state: 'end'}, 'cancel', 'error' with {title, message}. */
  Runtime.prototype.notify = function (event, data) {
    (this.listeners[event] || []).forEach(function (listener) { listener(data || {}); });
    if (!this.studio) { return; }
    if (event === 'save' && data && data.state === 'end' && !this.started) {
      throw new Error("notify('save', {state: 'end'}) without {state: 'start'}");
    }
    if (event === 'save') { this.started = !!data && data.state === 'start'; }
    if (event === 'error') { this.started = false; }
    document.dispatchEvent(new CustomEvent('hv-studio', { detail: { event: event, data: data || {} } }));
  };

  function argument(element) {
    var script = element.querySelector(':scope > script.xblock-json-init-args');
    return script ? JSON.parse(script.textContent) : [];
  }

  function start(element) {
    if (element.xblockStarted) { return; }
    element.xblockStarted = true;
    var inner = Array.prototype.filter.call(element.querySelectorAll('.xblock'), function (child) {
      return child.parentElement.closest('.xblock') === element;
    });
    inner.forEach(start);
    element.xblockChildren = inner.map(function (child) { return child.xblockInstance; }).filter(Boolean);
    var name = element.getAttribute('data-init');
    if (!name) { return; }
    var init = window[name];
    if (typeof init !== 'function') {
      console.error('no init function ' + name);
      return;
    }
    try {
      var runtime = new Runtime(element, element.getAttribute('data-runtime-class') === 'StudioRuntime');
      var block = new init(runtime, element, argument(element)) || {};
      block.element = element;
      block.runtime = runtime;
      block.name = element.getAttribute('data-name');
      element.xblockInstance = block;
    } catch (error) {
      console.error(error);
    }
  }

  function all() {
    Array.prototype.forEach.call(document.querySelectorAll('.xblock'), function (element) {
      if (!element.parentElement || !element.parentElement.closest('.xblock')) { start(element); }
    });
    document.dispatchEvent(new CustomEvent('hv-xblocks-ready'));
  }

  if (document.readyState === 'loading') {
    document.addEventListener('DOMContentLoaded', all);
  } else {
    all();
  }
})();
