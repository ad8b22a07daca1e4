/* The editor frame. Inside it, what a block tells Studio's runtime goes to the page around; the page shows it and leaves after a save or a cancel. */
(function () {
  'use strict';

  function inside() {
    document.addEventListener('hv-studio', function (event) {
      window.parent.postMessage({ type: 'hv-studio', event: event.detail.event, data: event.detail.data }, location.origin);
    });
    var bar = document.getElementById('studio-bar');
    if (!bar) { return; }
    bar.addEventListener('click', function (event) {
      var what = event.target.getAttribute('data-studio');
      var element = document.querySelector('.xblock');
      var runtime = element && element.xblockInstance && element.xblockInstance.runtime;
      if (!what || !runtime) { return; }
      if (what === 'save' && typeof element.xblockInstance.save === 'function') { element.xblockInstance.save(); } else { runtime.notify('cancel', {}); }
    });
  }

  function around(frame) {
    var says = document.getElementById('studio-says');
    function tell(kind, text) {
      says.className = 'hv-alert hv-alert--' + kind;
      says.textContent = text;
      says.hidden = false;
    }
    window.addEventListener('message', function (message) {
      if (message.origin !== location.origin || message.source !== frame.contentWindow || !message.data || message.data.type !== 'hv-studio') { return; }
      var event = message.data.event;
      var data = message.data.data || {};
      if (event === 'save' && data.state === 'start') { tell('info', says.getAttribute('data-saving')); }
      if (event === 'save' && data.state === 'end') {
        tell('success', says.getAttribute('data-saved'));
        location.assign(frame.getAttribute('data-back'));
      }
      if (event === 'cancel') { location.assign(frame.getAttribute('data-back')); }
      if (event === 'error') {
        tell('error', [data.title || data.msg || says.getAttribute('data-error'), data.message || ''].join(' ').trim());
        says.scrollIntoView({ block: 'nearest' });
      }
    });
  }

  var frame = document.getElementById('studio-frame');
  if (frame) { around(frame); } else { inside(); }
})();
