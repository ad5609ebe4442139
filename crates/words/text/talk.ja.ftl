# 交渉の各表示の語: 記号付きの状態、欄、回ごとの内容。

# 行と欄
talk-title = 表題
talk-terms = 条件
talk-number = 番号
talk-status = 状態
talk-column-base = 基準（{ $turn }）
talk-column-text = 条文（{ $turn }）
talk-column-changes = 条文（{ $to }）、{ $from }からの変更
talk-column-clean = 確定部分（{ $turn }）
talk-column-agenda = 未決事項（{ $turn }）
talk-turn = 第{ $number }回 ({ $party })
talk-proposal = 当初案
talk-legend-changes = 挿入及び削除には印があり、変更した当事者を示します。
talk-legend-brackets = 括弧内は未合意です。各文言に支持する当事者を示します。

# 条文の代わりに示す語
talk-unchanged = 変更なし
talk-accepts = 受入れ
talk-silent = 意見未表明
talk-leave-out = 削除
talk-keep = 維持
talk-bracketed-remark = 括弧付き: { $count }
talk-folded = 第{ $turn }回で合意
talk-folded-concordant = 第{ $turn }回で合意、{ $langs } 一致確認済み

# 状態
talk-bracketed = [ ] 括弧付き { $count }
talk-agreed = ✔ 合意
talk-ad-ref = ✓ 権限留保付き合意 (ad ref)
talk-proposed = ○ 提案
talk-open = … 未記入
talk-reserved = ⚑ 留保 { $party }（{ $kind }）– 第{ $turn }回から
talk-reopened = ↺ { $party } が第{ $turn }回で再開
talk-stale = { $lang } 未対応
talk-parked = ⏸ { $date } まで保留（{ $party }）
talk-delete = 削除？ { $parties }
talk-moved = ⇅ 第{ $turn }回で移動
talk-new = + 新設
talk-left-out = ✕ 削除
talk-age = 未決の回数: { $turns }
talk-kind-scrutiny = 検討
talk-kind-language = 言語
talk-kind-substance = 実質
talk-kind-parliament = 議会

# 空欄と条件の値
talk-blank-date = ____（日付）
talk-blank-number = ____（数）
talk-blank-place = ____（場所）
talk-yes = はい
talk-no = いいえ
talk-none = なし

# 規定の経過
talk-history = 規定 { $place } の経過
talk-history-turn = 回
talk-history-done = 内容
talk-history-wording = 文言（提出者の直前の文言との比較）
talk-overtaken = 同じ回で差し替え

# 回の内容
talk-op-reopens = ↺ 再開: { $parties } が合意した { $place } を変更します
talk-op-offer = 議長案です。他の全当事者が一括して受け入れたときに反映します。
talk-op-edit = { $place }: 文言を変更します { $changes }
talk-op-back = { $place }: 「{ $wording }」を支持します
talk-op-withdraw = { $place }: 自らの文言を撤回します
talk-op-add = 規定を追加します。位置: { $after ->
    [none] 冒頭
   *[other] { $after } の後
}
talk-op-keep = { $place }: 維持を求めます
talk-op-drop = { $place }: 削除を求めます
talk-op-move = { $place } を移動し、{ $to } とします
talk-op-term = 条件: { $field } = { $value }
talk-op-term-out = 条件: { $field } を削除します
talk-op-agree = { $place }: 合意します
talk-op-agree-ad-ref = { $place }: 権限留保付きで合意します (ad ref)
talk-op-agree-all = 現在の条文すべてに合意します
talk-op-agree-all-ad-ref = 現在の条文すべてに権限留保付きで合意します (ad ref)
talk-op-reserve = { $place }: 留保します（{ $kind }）
talk-op-lift = { $place }: 留保を撤回します（{ $kind }）
talk-op-park = { $place }: { $date } まで保留します
talk-op-take-up = { $place }: 審議を再開します
talk-op-accept = { $party } の議長案（第{ $turn }回）を受け入れます
talk-op-decline = { $party } の議長案（第{ $turn }回）を受け入れません
talk-op-spacing = 空白の変更: { $places }
talk-op-punctuation = 句読点の変更: { $places }
talk-op-width = 全角・半角の変更: { $places }
talk-op-variant = 字体の変更: { $places }
talk-op-numbering = 番号の変更: { $places }
talk-op-renumbered = 番号の付け替え: { $places }
talk-op-reply = 回答希望日: { $date }。回答がなくても何も生じません
