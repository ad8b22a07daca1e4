/** Beginnings to write on from: a small story and a small inbox, whole and without a fault. */
import { newLetter, newMessage, newScene, newWay, type Story } from './model';

const pick = (lang: string, vi: string, en: string): string => (lang === 'en' ? en : vi);

export function sampleStory(lang: string): Story {
  const t = (vi: string, en: string): string => pick(lang, vi, en);
  const money = 'tien';
  const call = newScene('cuoc-goi', 'call');
  const stranger = t('Số lạ', 'Unknown number');
  return {
    schema: 1, intro: '', start: 'cuoc-goi', flags: [],
    meters: [{ id: money, label: t('Tiền trong tài khoản', 'Money in the account'), start: 100, min: 0, max: 100, unit: '%', good: 'high' }],
    scenes: [
      {
        ...call, title: t('Cuộc gọi lạ', 'An unknown caller'), channel_info: { from: stranger },
        messages: [{ ...newMessage('m1', 'them', stranger), text: t('Tôi là công an. Bạn phải chuyển tiền ngay.', 'This is the police. You must transfer money now.'), cues: [{ id: 'c1', quote: t('Bạn phải chuyển tiền ngay', 'You must transfer money now'), why: t('Không ai thật bắt bạn chuyển tiền qua điện thoại.', 'Nobody real makes you pay by telephone.') }] }],
        choices: [
          { ...newWay('a', 'an-toan'), text: t('Cúp máy, hỏi người nhà', 'Hang up and ask the family'), feedback: t('Đúng. Dừng lại và hỏi người mình tin là cách an toàn nhất.', 'Right. To stop and ask somebody you trust is the safest way.'), score: 1, exit: true },
          { ...newWay('b', 'mat-tien'), text: t('Chuyển tiền', 'Transfer the money'), feedback: t('Tiền đã chuyển đi rất khó lấy lại.', 'Money that has been sent is very hard to get back.'), score: 0, effects: [{ meter: money, add: -100 }] },
        ],
      },
      { ...newScene('an-toan'), title: t('Bạn đã an toàn', 'You are safe'), ending: { kind: 'good', score: 1, title: '', text: t('Bạn đã dừng lại đúng lúc.', 'You stopped in time.') } },
      { ...newScene('mat-tien'), title: t('Tiền đã mất', 'The money is gone'), ending: { kind: 'bad', score: 0, title: '', text: t('Hãy gọi ngay cho ngân hàng và báo công an nơi gần nhất.', 'Ring your bank at once and tell the nearest police station.') } },
    ],
    scoring: { by: 'ending' }, debrief: { text: '', actions: [] }, facts: [],
  };
}

export function sampleInbox(lang: string): Story {
  const t = (vi: string, en: string): string => pick(lang, vi, en);
  return {
    schema: 1, mode: 'triage', intro: t('Đọc từng tin rồi cho biết bạn tin hay không.', 'Read each message and say whether you trust it.'),
    triage: {
      shuffle: true, labels: { genuine: t('Tin được', 'I trust it'), fraud: t('Lừa đảo', 'A fraud') },
      items: [
        {
          ...newLetter('giao-hang', false), title: t('Đơn hàng', 'A parcel'), channel_info: { from: t('Số lạ', 'Unknown number') },
          messages: [{ ...newMessage('m1'), text: t('Đơn hàng của bạn bị giữ. Đóng 5.000 đồng tại đường dẫn này trong hôm nay.', 'Your parcel is held. Pay a small fee at this link today.'), cues: [{ id: 'c1', quote: t('trong hôm nay', 'today'), why: t('Hối thúc để bạn không kịp nghĩ.', 'It hurries you, so that you do not stop to think.') }] }],
          why: t('Tin hối thúc và đòi tiền qua đường dẫn lạ.', 'It hurries you and wants money through a strange link.'),
        },
        {
          ...newLetter('hop-to-dan-pho', true), title: t('Họp tổ dân phố', 'A meeting'), channel: 'chat', channel_info: { from: t('Bác tổ trưởng', 'The head of the street') },
          messages: [{ ...newMessage('m1'), text: t('Tối thứ Bảy họp ở nhà văn hóa nhé. Bác nào bận thì nhắn lại sau cũng được.', 'We meet on Saturday evening in the village hall. If you cannot come, write back when you like.') }],
          why: t('Không đòi tiền, không đòi mã, không hối thúc, và hỏi lại được.', 'It asks for no money and no code, hurries nobody, and you can ask back.'),
        },
      ],
    },
    debrief: { text: '', actions: [] }, facts: [],
  } as unknown as Story;
}
