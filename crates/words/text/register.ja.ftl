# 提供された情報について行うこと: 登録簿の拒否及び表示語。

err-reg-001 = { $item } の { $deed } は、{ $party } が行うものです。
rec-reg-001 = { $party } に伝えてください。

err-reg-002 = { $item } の番号 { $number } は、{ $how ->
        [returned] { $date } に返還済みです。
        [destroyed] { $date } に廃棄済みです。
        [declassified] { $date } に区分が解除されています。
        [discharged] { $date } に責任が解除されています。
        [disclosed] 見せ、又は告げただけのものです。
        [returning] 返送中です。
        [lost] 紛失として報告されています。
        [quarantined] 隔離されています。
        [sent] まだ受領されていません。
       *[other] { $how } の状態です。
    }
rec-reg-002 = 他の番号を指定してください: entente register show

err-reg-003 = { $item } に番号 { $number } はありません。
rec-reg-003 = 番号を確認してください: entente register show

err-reg-004 = { $item } の次の番号は { $next } で、一件の提供につき10000までです。
rec-reg-004 = { $next } から一つ以上の番号を付けてください。

err-reg-005 = { $item } について、{ $party } の記録の { $index } には、その時に知られていた該当の行為がありません。
rec-reg-005 = 情報の経過を確認してください: entente register show

err-reg-006 = { $item } に関する照会 { $index } には、既に回答があります。
rec-reg-006 = その同意を取り消すか、新たな照会を待ってください。

err-reg-007 = { $item } への同意が、求められた範囲を超えています。
rec-reg-007 = 求められた範囲内で同意してください。

err-reg-008 = { $item } への同意 { $index } は、別の{ $what ->
        [recipient] 相手
        [unit] 部署
        [purpose] 目的
        [relay] 経路
       *[other] 事項（{ $what }）
    }に関するものです。
rec-reg-008 = 同意の範囲に従うか、発信者に別の同意を求めてください。

err-reg-009 = { $item } への { $party } の同意は、{ $date } までで終了しました。
rec-reg-009 = { $party } に新たな同意を求めてください。

err-reg-010 = { $item } への同意 { $index } は、{ $party } が取り消しました。
rec-reg-010 = { $party } に新たな同意を求めてください。

err-reg-011 = { $item } への同意は { $copies } 部までで、既に { $used } 部が使われています。
rec-reg-011 = 発信者に追加の同意を求めてください。

err-reg-012 = { $item } の回答は{ $what ->
        [recipients] 渡した相手
       *[copies] 手元の部数
    }を { $said } としていますが、登録簿では { $register } です。
rec-reg-012 = 数え直し、見当たらないものは紛失として報告してください。

err-reg-013 = { $date } は { $item } の日付になりません。将来の日か、提供より前の日です。
rec-reg-013 = 行った日を記入してください。将来のことは予告として伝えます。

err-reg-014 = 保存できる上限 { $limit } を超えています。
rec-reg-014 = 数を減らすか、短くするか、行為を分けてください。

err-reg-015 = { $item } は見せ、又は告げただけで、写しはありません。
rec-reg-015 = 発信者に写しを求めてください。

err-reg-016 = { $item } に関する記載が整っていません。{ $what ->
        [method] 方法の記載がありません。
        [witness] 立会人は登録官以外の者とし、一人を一度だけ記載します。
        [second-key] 緊急の場合は一つの鍵で行い、立会人も同意も記載しません。
        [channel] 取決めにない送付方法です。
        [language] 言語の表記が言語タグではありません。
        [recipient] 相手の種類が不明か、名称がありません。
       *[other] { $what }
    }
rec-reg-016 = 補って、もう一度署名してください。

err-reg-017 = { $item } の { $index } は、既に処理されています。
rec-reg-017 = これ以上の手続は必要ありません。

err-reg-018 = { $item } の区分は、既に { $level } です。
rec-reg-018 = 別の区分を指定してください。

err-reg-019 = { $item } はまだ受領されていません。
rec-reg-019 = 先に登録官が署名します: entente receipt sign

err-reg-020 = 保証に、取決めが求める事項がありません: { $missing }
rec-reg-020 = 加えて、もう一度署名してください。

err-reg-021 = { $item } は回収を求められています（{ $wanted ->
        [return] 返還
        [destroy] 廃棄
       *[set-aside] 別置
    }）。
rec-reg-021 = 回収に回答してください。その後に得た同意があれば、続けられます。

# 写しの状態
reg-state-sent = 送付済み・未受領
reg-state-held = 保有中
reg-state-lost = 紛失報告
reg-state-returning = 返送中
reg-state-returned = 返還済み
reg-state-destroyed = 廃棄済み
reg-state-declassified = 区分解除
reg-state-discharged = 責任解除
reg-state-disclosed = 開示のみ
reg-state-quarantined = 隔離中

# 行為
reg-deed-make = 複製等の作成
reg-deed-ask = 同意の照会
reg-deed-answer = 照会への回答
reg-deed-withdraw = 同意の取消し
reg-deed-onward = 第三者への提供
reg-deed-use-for = 目的外の使用
reg-deed-intend = 区分変更の予告
reg-deed-reclass = 区分の変更
reg-deed-applied = 表示の変更
reg-deed-recall = 回収の求め
reg-deed-recalled = 回収への回答
reg-deed-return = 返送
reg-deed-back = 返還の確認
reg-deed-destroy = 廃棄
reg-deed-determine = 終了方法の決定
reg-deed-forbid-copies = 複製の禁止
reg-deed-discharge = 責任の解除
reg-deed-lost = 紛失の報告
reg-deed-chase = 督促

# 作成物
reg-made-copy = 写し
reg-made-translation = 翻訳
reg-made-extract = 抜粋
reg-made-work = 情報を含む文書

# 同意の内容
reg-leave-onward = 第三者への提供
reg-leave-use = 目的外の使用
reg-leave-copy = 複製
reg-leave-translate = 翻訳
reg-leave-destroy = 廃棄
reg-leave-nationals = 第三国国民の取扱い
reg-leave-contract = 契約者
reg-leave-downgrade = 区分の引下げ

# 発信者の求め
reg-wanted-return = 返還
reg-wanted-destroy = 廃棄
reg-wanted-set-aside = 別置

# 義務
reg-duty-receipt = 受領への署名
reg-duty-tracer = 督促の送付
reg-duty-recall = 回収への対応
reg-duty-apply = 表示の変更
reg-duty-return = 返還の確認
reg-duty-answer = 照会への回答
reg-duty-lapse = 同意の終了
reg-duty-review = 表示の見直し
reg-duty-declassify = 区分の終了
reg-duty-disposal = 写し及び翻訳の処理

# 登録簿の相違
reg-diff-missing-here = こちらにない
reg-diff-missing-there = 相手にない
reg-diff-differs = 相違
reg-field-to = 保有者
reg-field-made = 作成物
reg-field-form = 形式
reg-field-original = 当初の区分
reg-field-level = 区分
reg-field-on = 日付
reg-field-receipt = 受領
reg-field-state = 状態
reg-field-ended = 終了
