# 実演。情報のその後。
demo-step-consent = ウェリントンは第三者に渡せません。豪州への二部を求め、東京は条件を付けて一部に同意します。
demo-step-recall = 東京が回収を求め、ウェリントンが保有部数と既読者数を回答します。
demo-step-destroy = ウェリントンが廃棄します。一人では足りず、二人で行い、その後は誰も開けません。
demo-condition = 複製しないこと
demo-sees-recalled = 回答は記録にあります。保有部数、既読者数、提供先
demo-sees-destroyed = 登録簿に廃棄済みと表示され、二人の署名した証明書があります
demo-step-incident = 東京は情報が見られたおそれを報告し、調査し、措置を述べます。案件は発信者なしには閉じません。
demo-step-dispute = 見解が分かれます。双方の説明が並び、義務は何も変わりません。
demo-incident-text = 扉が開いていた（架空）
demo-account-nzl = 表示が遅れた（架空）
demo-account-jpn = 表示は期限内だった（架空）
demo-sees-closed = { $case } は、取決めの求める者により閉じられました
demo-sees-dispute = 双方の説明と記録が、誰でも検証できる一つの束になりました
