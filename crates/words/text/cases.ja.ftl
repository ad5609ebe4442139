# 案件: 事案、視察、訪問、契約、開示要求、紛争、照会。

err-case-001 = この行為の時点で届いていた中に、案件 { $party }:{ $index } はありません。
rec-case-001 = 案件の一覧を確認してください。届く前の案件についての行為は効力を持たず、後で繰り返せます。

err-case-002 = この種の案件（{ $matter }）では、この手続（{ $step }）は { $party } だけが行います（第{ $article }条）。
rec-case-002 = { $party } に行うよう依頼してください。

err-case-003 = この種の案件（{ $matter }）に、この手続はありません: { $step }（第{ $article }条）。
rec-case-003 = 案件で行える手続を確認するか、別の種類の案件を開いてください。

err-case-004 = 手続 { $step } はもう行えません。案件の状態: { $state }（第{ $article }条）。
rec-case-004 = 案件を読み直してください。新しい事実があれば再び開くか、別の案件を開いてください。

err-case-005 = 上限を超えています。上限: { $max }（{ $what }、第{ $article }条）。
rec-case-005 = 終わったものを終結させるか、いくつかの行為に分けてください。

err-case-006 = 手続 { $step } の前に必要な手続がまだありません: { $before }（{ $matter }、第{ $article }条）。
rec-case-006 = その手続を待つか、先に行ってください。

err-case-007 = この行為の時点で、{ $party } の提供 { $item } は知られていません（第{ $article }条）。
rec-case-007 = 登録簿で番号を確認してください。到着前のものは、到着した後に指定できます。

err-case-008 = この行為の時点で、{ $date } はまだ来ていません（第{ $article }条）。
rec-case-008 = 対象の日を、遅くとも今日までの日で示してください。

err-case-009 = { $word } は、ここで知られた語ではありません（第{ $article }条）。
rec-case-009 = 次のいずれかを選んでください: { $accepted }

err-case-010 = 適格性の確認には、その最終日が必要です（第{ $article }条）。
rec-case-010 = 適格性の最終日を示してください。

err-case-011 = { $party } の提供 { $item } は、ここでこの締約国が指定できるものではありません（第{ $article }条）。
rec-case-011 = この締約国が提供し、作成し、又は保有するものを指定し、それ以外は相手方に任せてください。

err-inc-002 = この取決めでは、この種の出来事（{ $trigger }）は事案に当たりません（第{ $article }条）。
rec-inc-002 = それでも書面で相手方に知らせるか、交渉担当に文言を広げるよう求めてください。

err-visit-001 = 申請に、取決めが求める事項がありません: { $fields }（第{ $article }条）。
rec-visit-001 = 封をした様式にこれらを加え、記載済みとして示してください。

err-visit-002 = 訪問には、受入側となる他の締約国、一名以上の訪問者、初日以後の最終日が必要です。示された受入側: { $host }（第{ $article }条）。
rec-visit-002 = 受入側、人数、日を直してください。

err-visit-003 = 取決めは、これを視察の理由に挙げていません: { $trigger }（第{ $article }条）。
rec-visit-003 = 理由を示さずに通告するか、交渉担当に相談してください。

err-visit-004 = 最終日 { $date } は、求められた内容に合いません（第{ $article }条）。
rec-visit-004 = 求められた範囲内で、過ぎていない日を示してください。

err-visit-005 = 通告の時点で、{ $date } は既に過ぎていました（第{ $article }条）。
rec-visit-005 = 後の日を示してください。

err-visit-006 = 訪問は { $date } です。この手続はその後に行います（第{ $article }条）。
rec-visit-006 = その日以後に行ってください。

err-con-007 = 下請契約の区分 { $level } は、元の契約の区分 { $above } を超えています（第{ $article }条）。
rec-con-007 = 下請契約の区分を下げるか、元の契約についてより高い区分の確認を受けてください。

err-con-008 = 元の契約が確認されていません（第{ $article }条）。
rec-con-008 = 元の契約についての回答を待ってください。

err-text-001 = この行為に付された { $party } の封をした文を開けません。行為そのものは有効です。
rec-text-001 = 別の行為で改めて述べるよう、{ $party } に依頼してください。

err-text-002 = 文が { $size } バイトあります。上限は { $max } バイトです。
rec-text-002 = 短くするか、情報として送ってください。

# 案件の対象。
case-matter-incident = 事案
case-matter-inspection = 視察
case-matter-visit = 訪問
case-matter-contract = 契約
case-matter-demand = 開示要求
case-matter-dispute = 紛争
case-matter-information = 情報の照会
case-matter-clearance = 適格性の確認
case-matter-clearance-ended = 適格性の終了

# 状態。
case-state-open = 継続中
case-state-granted = 承諾済み
case-state-declined = 不承諾
case-state-closed = 終結
case-state-withdrawn = 取下げ

# 手続。
case-step-open = 開始
case-step-answer = 回答
case-step-withdraw = 取下げ
case-step-close = 終結又は終結への同意
case-step-reopen = 再開
case-step-contained = 拡大の防止
case-step-preliminary = 第一報
case-step-damage = 被害の評価
case-step-final = 最終報告
case-step-measures = 措置
case-step-finding = 指摘
case-step-told = 通知
case-step-heard = 意見の聴取
case-step-done = 実施
case-step-account = 事実の説明
case-step-agreed = 事実の一致
case-step-help = 支援の要請又は提供

# 行うべきこと。
case-task-notify = 発信者に知らせる
case-task-report = 調査の結果を報告する
case-task-measures = 措置をとり、知らせる
case-task-close = 終結させる、又は終結に同意する
case-task-answer = 回答する
case-task-tell = 開示要求を発信者に知らせる
case-task-hear = 開示要求について意見を述べる
case-task-decide = 開示要求について決定し、案件を終結させる
case-task-inspect = 視察し、報告する
case-task-inspect-firm = 契約者を検査する
case-task-revoke = 適格性の終了を知らせる
case-task-acknowledge = 了知したことを伝える
case-task-help = 要請された支援を行う

# 期限の状況。
case-due-done = 完了
case-due-late = { $days }日遅れて完了
case-due-open = { $days }日経過
case-due-overdue = 期限から{ $days }日超過
case-due-unclear = 期限を計算できません。休日表がその日まで及んでいません。
