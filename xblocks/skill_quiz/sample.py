"""A quiz to start from: for a new block in Studio and for the stock workbench."""

EMPTY_SOURCE = {
    "vi": """---
kind: skill_quiz
---

## cau-1
năng lực: tt02-2025:4.2

Có người gọi điện, nói là nhân viên ngân hàng, xin mã xác thực (OTP). Bạn làm gì?

- [ ] Đọc mã cho họ
  > Mã này mở được tài khoản của bạn. Ngân hàng không hỏi mã này.
- [x] Không đọc mã, cúp máy
  > Đúng. Bạn có thể gọi lại số tổng đài in trên thẻ.

**Giải thích:** Ai có mã xác thực thì làm được giao dịch thay bạn.
""",
    "en": """---
kind: skill_quiz
---

## question-1
competencies: tt02-2025:4.2

Somebody rings, says they are from the bank and asks for your one-time code. What do you do?

- [ ] Read the code out
  > This code opens your account. A bank does not ask for it.
- [x] Keep the code to myself and hang up
  > Right. You can ring the number that is printed on your card.

**Explanation:** Who has the code can pay with your account.
""",
}
