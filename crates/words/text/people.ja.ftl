# 機関内の記録の語: 人、閲覧、機関内の保管、検査。

err-house-020 = { $person } という人又は職は登録されていません。
rec-house-020 = 人と職は保全責任者が登録します: entente user list

err-house-021 = { $person } は { $time } に離任しており、閲覧はすべて終了しています。
rec-house-021 = 復帰した場合は、保全責任者が改めて登録します。

err-house-022 = { $by } はこの行為（{ $deed }）を行えません。{ $role } の職務です。
rec-house-022 = その職務の担当者が行ってください: entente user list

err-house-023 = { $by } は自らに閲覧を認めることができません（{ $deed }）。
rec-house-023 = 別の保全責任者が行います。いない場合は、兼ねる職務を締約国に申告してください。

err-house-024 = 職務が示されていません。知る必要は必ず職務に対して認められます。
rec-house-024 = 情報を必要とする職務を示してください。

err-house-025 = { $level } は { $party } の区分ではありません。適格性は自国の区分で示します。
rec-house-025 = 自国の区分を示してください: entente agree show

err-house-026 = 写し { $number } は { $person } に { $date } まで貸出し中です。
rec-house-026 = 先に返却を受けてください。

err-house-027 = 写し { $number } は貸出し中ではありません。
rec-house-027 = 登録簿で情報と番号を確認してください。

err-house-028 = { $by } は { $item } の作成者又は提出者であり、決定できません。
rec-house-028 = 別の提供承認者が決定します。

err-house-029 = 有効な包括決定 { $id } はありません。
rec-house-029 = 包括決定の一覧で名称を確認してください。

err-house-030 = 写し { $number } は点検 { $muster } の対象ではありません。
rec-house-030 = 点検の一覧で情報と番号を確認してください。

err-house-031 = 写し { $number } は点検 { $muster } で既に回答済みです。
rec-house-031 = 回答は変わりません。紛失は事故として報告してください。

err-house-032 = { $person } は { $other } に加えて { $position } を兼ねることができません。検査官は他の職を兼ねません。
rec-house-032 = 先に他の職を終えるか、別の人を指名してください。

err-house-033 = 記録は { $size } バイトで、上限の { $max } を超えています。
rec-house-033 = 文言を短くするか、分けてください。

err-house-034 = { $until } は { $from } より前の日です。
rec-house-034 = 日付を確認してください。

err-house-035 = 終えるものがありません（{ $deed }）。
rec-house-035 = その人の状況を確認してください: entente user show

err-house-036 = この情報はここで廃棄済みです。
rec-house-036 = 登録簿で確認してください。

err-house-037 = { $item } はこの取決めについて提供承認者に提出されていません。
rec-house-037 = 先に提出してください。

err-house-038 = 点検 { $muster } は成立しません。次の番号は { $expected }、各写しは一度だけ、割合は1から100です。
rec-house-038 = 最新の状態を確認し、抽出をやり直してください。

err-house-039 = この記録（{ $deed }）はノードだけが書きます。
rec-house-039 = 記録される行為を行ってください。記録は自動で残ります。

err-house-041 = 包括決定 { $id } は撤回されています。
rec-house-041 = 提供承認者に新たな決定を求めてください。

err-house-042 = 包括決定 { $id } は { $date } に失効しました。
rec-house-042 = 提供承認者に新たな決定を求めてください。

err-house-043 = 包括決定 { $id } の対象は { $level } までです。
rec-house-043 = この情報について提供承認者の決定を受けてください。

err-house-044 = 包括決定 { $id } は目的 { $purpose } を対象としていません。
rec-house-044 = この情報について提供承認者の決定を受けてください。

err-house-045 = 取決め { $agreement } について包括決定はありません。
rec-house-045 = 情報ごとに提供承認者の決定を受けるか、包括決定を行ってください。

err-house-046 = 包括決定 { $id } は以前に行われています。
rec-house-046 = 別の名称を選んでください。

err-house-047 = { $field } が空であるか、見えない文字を含みます。
rec-house-047 = 見える文字で記入してください。

err-read-001 = { $person } は { $date } に { $position } の職にありません。
rec-read-001 = 就いている職で行ってください: entente user show

err-read-002 = { $how } という閲覧方法はありません。
rec-read-002 = open、print、export 又は search を使ってください。

err-read-003 = この情報の鍵は廃棄されており、誰も読めません。
rec-read-003 = 登録簿の記載は残ります: entente register

err-read-004 = この情報は目的 { $purpose } のために提供されたものではありません。
rec-read-004 = その利用について発信者の同意を求めてください。

err-audit-001 = 機関内の記録が、取決め { $agreement } の記録の { $index } にある固定点と合いません。固定後に変更されています（{ $size } 件目以降）。
rec-audit-001 = 双方の記録をそのまま保存し、検査官に知らせてください。控えと比べてください。

err-audit-003 = 機関内の記録の { $index } 件目を読めません: { $detail }
rec-audit-003 = ノードを止め、データをそのまま保存し、控えから復元してください。
