# 情報の一生: 表示と拒否。

# 提供承認者の机上
err-rel-040 = { $official } は { $item } の作成者であるため、その提供を判断できません。
rec-rel-040 = 別の提供承認者が判断してください: entente item approve { $item } --as 職　人員が足りない場合は相手に通知します: entente agree waive

err-rel-041 = { $official } が現状の { $item } を認めていません: { $reason }
rec-rel-041 = 理由に応じて改めた後、再度提出してください: entente item submit { $item }

err-rel-042 = { $item } は提供承認者に提出されていません。
rec-rel-042 = entente item submit { $item } --to 締約国 --purpose 目的

err-rel-043 = { $item } は承認の後に変更されています。
rec-rel-043 = 現状のままで承認を受けてください: entente item approve { $item }

err-rel-044 = { $item } の提出と判断は { $limit } 回に達しました。これ以上は記録できません。
rec-rel-044 = 新しい情報として登録してください: entente item add ファイル

err-rel-050 = 表示により提供できる相手は { $parties } に限られ、{ $party } は含まれません。
rec-rel-050 = 別の相手を選ぶか、発信者に表示の変更を求めてください。

err-rel-051 = 表示により { $until }（{ $zone }）まで提供できません。
rec-rel-051 = その時刻以後に提供するか、発信者に解除を求めてください。

# 第三者へ渡る情報
err-third-001 = { $party } から届いた情報に、この提供についての { $originator } の同意が付いていません: { $what }
rec-third-001 = 隔離したまま { $party } に知らせ、{ $originator } に確認してください。

err-third-002 = { $originator } のカードがないため、その同意を検証できません。
rec-third-002 = カードを受け取り、語を照合してください: entente party add ファイル

err-third-003 = 同意に、権限のある { $originator } の職員の署名がありません。
rec-third-003 = 隔離したまま、別の経路で { $originator } に確認してください。

# 情報
err-item-010 = { $item } の鍵は破棄済みです。内容はもう読めません。
rec-item-010 = 経緯: entente item trace { $item }　必要な場合は発信者に新たな提供を求めてください。

err-item-011 = { $item } はまだ誰にも提供されていません。
rec-item-011 = entente item release { $item } --to 締約国 --purpose 目的

err-item-012 = { $item } は複数の締約国と共有されています: { $parties }
rec-item-012 = どれかを指定してください: --to 締約国 または --under 取決め

err-item-013 = { $item } には該当するものがありません: { $what ->
    [question] 照会
    [order] 区分の変更
    [recall] 回収の求め
    [return] 返却
   *[consent] 同意
}
rec-item-013 = 現状: entente register show { $item }

err-item-014 = { $item } は提供済みのため、登録簿に残ります。
rec-item-014 = 回収を求めるか、処分を決めてください: entente item recall { $item } --want destroy

err-item-015 = { $item } は自国の情報です。{ $party } へは転送ではなく提供します。
rec-item-015 = entente item release { $item } --to { $party } --purpose 目的

err-item-016 = { $item } は自国の登録簿の情報ではありません。
rec-item-016 = 相手から受けた情報の抜粋は次で記録します: entente item derive { $item } --extract

err-item-017 = 形態 { $form } の情報には電子の内容がないため、ファイルは受け付けません。
rec-item-017 = ファイルを外してください。紙面の写しは別の情報として登録します。

err-cons-001 = { $item } について { $party } の同意（{ $matter }）がありません。
rec-cons-001 = 同意を求めてください: entente consent ask { $item } --for { $matter }

err-port-001 = 第{ $number }部分の冒頭に括弧書きの表示がありません。
rec-port-001 = すべての段落に表示を付けるか、--portions を外してください。

err-port-002 = { $max } バイト以内のテキストではないため、部分に分けられません。
rec-port-002 = UTF-8 のテキストを使ってください。

err-port-003 = 第{ $number }部分はありません。この文書は { $count } 部分です。
rec-port-003 = 段落を 1 から数えてください。

err-recon-001 = { $party } の登録簿の集計はまだ届いていません。
rec-recon-001 = { $party } に次を求めてください: entente register tally { $id }　抄本との照合は --with ファイル

err-recon-002 = { $file } は { $id } に基づく { $party } の登録簿であり、この取決めの相手のものではありません。
rec-recon-002 = 相手が次の指令で作ったファイルを使ってください: entente register extract --all

err-recon-003 = { $file } の { $line } 行目を読めません: { $detail }
rec-recon-003 = 相手からもう一度受け取ってください。

# 表示
ui-life-mark = 表示
ui-life-notation = 注記
ui-life-form = 形態
ui-life-purpose = 目的
ui-life-condition = 条件
ui-life-author = 作成者
ui-life-decision = 判断
ui-life-desk = 経過
ui-life-copy = 複製番号
ui-life-consent = 同意
ui-life-order = 区分
ui-life-recall = 回収
ui-life-left = 未了
ui-life-closed = 未了の事項はなく、終結しています。
ui-life-declassified = 秘密指定解除
ui-life-done = { $what }: { $item }、記録番号 { $entry }
ui-life-would-do = 実行可能です（書き込みはありません）: { $what } { $item } { $entry }
ui-life-shredded = { $item }: 鍵を破棄しました。内容はもう読めません。
ui-life-would-shred = { $item }: 鍵を破棄する操作です。まだ何も行っていません。
ui-life-tallied = 登録簿を集計しました: { $copies } 点、うち未了 { $open } 点。
ui-life-written = { $file }: { $lines } 行
ui-life-recall-answer = 回答: 保有 { $held } 点、閲覧者 { $readers } 名
ui-life-used = 使用済み { $used }/{ $copies }
ui-life-why = 理由
ui-life-because = 回答
ui-life-lines = { $of } 行中 { $shown } 行
ui-life-assurance = 保証
ui-life-waiver = 兼務の通知
ui-life-taken-back = 取消し
ui-life-same = 両登録簿は一致しています（{ $party }）。
ui-life-different = 両登録簿が一致しません（{ $party }）。何も変更していません。
ui-life-ours = 自国: { $copies } 点、未了 { $open } 点、{ $digest }
ui-life-theirs = 相手: { $copies } 点、未了 { $open } 点、{ $digest }
ui-duty-receipts-late = 期限を過ぎた自国の受領: { $count } 件
ui-duty-awaited-late = 期限を過ぎた相手の受領: { $count } 件
ui-duty-recalls = 回答を要する回収: { $count } 件
ui-duty-to-apply = 適用を要する区分の変更: { $count } 件
ui-duty-to-answer = 回答を要する同意の照会: { $count } 件
ui-duty-returns = 確認を要する返却: { $count } 件

ui-form-electronic = 電子
ui-form-document = 文書
ui-form-oral = 口頭
ui-form-visual = 視覚
ui-form-equipment = 装備
ui-form-technology = 技術

ui-decision-none = 未提出
ui-decision-submitted = 提出
ui-decision-approved = 承認
ui-decision-refused = 不承認
ui-decision-changed = 判断後に変更

ui-deed-make = 作成
ui-deed-ask = 同意の照会
ui-deed-answer = 回答
ui-deed-withdraw = 同意の撤回
ui-deed-onward = 転送
ui-deed-use-for = 目的外使用
ui-deed-intend = 区分変更の予告
ui-deed-reclass = 区分変更
ui-deed-applied = 表示の変更
ui-deed-recall = 回収の求め
ui-deed-recalled = 回収への回答
ui-deed-return = 返却
ui-deed-back = 返却の確認
ui-deed-destroy = 廃棄
ui-deed-determine = 処分の決定
ui-deed-forbid-copies = 複製の禁止
ui-deed-discharge = 責任の解除
ui-deed-lost = 亡失の報告
ui-deed-chase = 督促
ui-deed-released = 提供
ui-deed-disclosed = 開示
ui-deed-receipted = 受領
ui-deed-delivered = 到着

ui-made-copy = 複製
ui-made-translation = 翻訳
ui-made-extract = 抜粋
ui-made-work = 派生文書

ui-copy-sent = 送付済み
ui-copy-held = 保有
ui-copy-lost = 亡失
ui-copy-returning = 返却中
ui-copy-returned = 返却済み
ui-copy-destroyed = 廃棄済み
ui-copy-declassified = 指定解除
ui-copy-discharged = 責任解除
ui-copy-disclosed = 開示済み

ui-consent-open = 回答待ち
ui-consent-granted = 同意
ui-consent-refused = 不同意
ui-consent-withdrawn = 撤回
ui-consent-used-up = 使用済み

ui-matter-onward = 第三者提供
ui-matter-use = 目的外使用
ui-matter-copy = 複製
ui-matter-translate = 翻訳
ui-matter-destroy = 廃棄
ui-matter-nationals = 他国民の取扱い
ui-matter-contract = 契約者
ui-matter-downgrade = 区分の引下げ

ui-act-item = 情報についての行為
ui-act-case = 案件についての行為
ui-act-declare = 通知
ui-act-tally = 登録簿の集計
ui-act-anchor = 自国記録の係留

ui-order-intended = 予告
ui-order-ordered = 適用待ち
ui-order-applied = 適用済み

ui-wanted-return = 返却
ui-wanted-destroy = 廃棄
ui-wanted-set-aside = 別途保管

ui-left-receipt = 受領
ui-left-end = 複製が未了
ui-left-back = 返却の確認
ui-left-lost = 亡失した複製
ui-left-recall = 回収への回答
ui-left-apply = 区分の適用
ui-left-answer = 同意への回答

ui-divergence-differs = 相違
ui-divergence-not-with-them = 相手の登録簿にない
ui-divergence-not-with-us = 自国の登録簿にない

ui-book-title = { $party } 登録簿 { $year }年
ui-book-page = { $page }/{ $pages } 頁
ui-book-number = 番号
ui-book-date = 受付日
ui-book-item = 文書番号
ui-book-copy = 複製番号
ui-book-mark = 区分
ui-book-from = 発
ui-book-to = 宛
ui-book-receipt = 受領書返送日
ui-book-ended = 返却又は廃棄の日
ui-life-no-duty = 行うべきことはありません
ui-life-late = 期限を過ぎています
