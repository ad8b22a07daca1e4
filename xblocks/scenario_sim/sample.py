"""A story to start from: for a new block in Studio and for the stock workbench."""

EMPTY_SOURCE = {
    "vi": """---
kind: scenario_sim
start: cuoc-goi
meters:
  - {id: tien, label: Tiền trong tài khoản, start: 100, min: 0, max: 100, unit: "%", good: high}
---

## cuoc-goi: Cuộc gọi lạ
kênh: call
từ: Số lạ

> **Số lạ:** Tôi là công an. [Bạn phải chuyển tiền ngay](#dau-hieu "Không ai thật bắt bạn chuyển tiền qua điện thoại").

- Cúp máy, hỏi người nhà → an-toan
  > Đúng. Dừng lại và hỏi người mình tin là cách an toàn nhất.
  - điểm: 1
  - lối thoát: có
  - năng lực: tt02-2025:4.2
- Chuyển tiền → mat-tien
  > Tiền đã chuyển đi rất khó lấy lại.
  - điểm: 0
  - tác động: tien -100
  - năng lực: tt02-2025:4.2

## an-toan: Bạn đã an toàn
kết thúc: good 1.0

Bạn đã dừng lại đúng lúc.

## mat-tien: Tiền đã mất
kết thúc: bad 0.0

Hãy gọi ngay cho ngân hàng và báo công an nơi gần nhất.
""",
    "en": """---
kind: scenario_sim
start: the-call
meters:
  - {id: money, label: Money in the account, start: 100, min: 0, max: 100, unit: "%", good: high}
---

## the-call: An unknown caller
channel: call
from: Unknown number

> **Unknown number:** This is the police. [You must transfer money now](#sign "Nobody real makes you pay by telephone").

- Hang up and ask the family → safe
  > Right. To stop and ask somebody you trust is the safest way.
  - score: 1
  - exit: yes
  - competencies: tt02-2025:4.2
- Transfer the money → lost
  > Money that has been sent is very hard to get back.
  - score: 0
  - effects: money -100
  - competencies: tt02-2025:4.2

## safe: You are safe
ending: good 1.0

You stopped in time.

## lost: The money is gone
ending: bad 0.0

Ring your bank at once and tell the nearest police station.
""",
}
