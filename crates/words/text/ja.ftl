# 日本語の文言。`err-` は起きたこと、`rec-` は次の操作。
# 他方の言語にない鍵があると、ビルドが失敗する。

err-act-001 = { $party } の行為の形式が正しくありません（{ $detail }）。
rec-act-001 = 記録はそのまま保存され、この事実を示します。{ $party } の運用担当に伝えてください。

err-act-002 = { $party } の行為が別の取決め又は別の当事者を名乗っています。
rec-act-002 = 何も変わっていません。{ $party } の運用担当に伝えてください。

err-act-003 = { $party } の行為の番号が { $index } ですが、次は { $expected } です（再送又は順序違い）。
rec-act-003 = 何も変わっていません。{ $party } の運用担当に伝えてください。

err-act-004 = { $party } の記載が { $size } バイトあります。上限は 65535 バイトです。
rec-act-004 = 大きな内容は情報として送ってください。この記載は受け取っていません。

err-act-005 = { $party } の行為が、存在しない当方の記録を見たと述べています。
rec-act-005 = 何も変わっていません。{ $party } の運用担当に伝えてください。

err-act-006 = { $party } から、この版が知らない種類の行為（{ $kind }）が届きました。
rec-act-006 = 記録には保存され、ここでは効力を持ちません。プログラムを更新して再起動してください。

err-act-007 = { $party } の { $official } の署名を確認できません。
rec-act-007 = この行為は効力を持ちません。{ $party } に署名のやり直しを求めてください。

err-act-008 = { $party } のこの行為は今はできません（{ $detail }）。
rec-act-008 = 取決めの状態を確認してください: entente agree show

err-agree-001 = 取決め { $id } はここにありません。
rec-agree-001 = 一覧を確認してください: entente agree list

err-agree-002 = { $id } に当てはまる取決めが複数あります。
rec-agree-002 = 番号をもっと長く指定するか、--under AG を付けてください。

err-agree-003 = 条文が変わりました。現在の指紋は { $now } で、指定は { $named } です。
rec-agree-003 = 読み直してから（entente agree text）、新しい指紋で繰り返してください。

err-agree-004 = 次の箇所で文言が競合しています: { $ids }
rec-agree-004 = 括弧ごとに決着をつけてください: entente agree compare --view brackets

err-agree-005 = 条文は確定しており、変更できません。
rec-agree-005 = この後の変更は、両当事者の改正交渉によります。

err-agree-006 = { $party } はこの取決めについてまだ何も書いていません
rec-agree-006 = 最初の行為が届くのを待ってください: entente status

err-agree-007 = その前に両当事者が条文を確定する必要があります。
rec-agree-007 = 双方で entente agree freeze を実行してください。

err-agree-008 = { $official } は署名済みであるか、この当事者の署名は揃っています。
rec-agree-008 = 署名を確認してください: entente agree show

err-agree-009 = その前に { $needed } の署名がすべて必要です。
rec-agree-009 = 署名の状況を確認してください: entente agree show

err-agree-010 = 規定 { $id } が条文にないか、新しい条文で落ちています。
rec-agree-010 = 規定の一覧を確認してください: entente agree text

err-agree-011 = { $file }:{ $line } に誤りがあります: { $detail }
rec-agree-011 = ファイルを直し、同じ命令をもう一度実行してください。

err-agree-012 = 一つの行為に収まりません: { $size } バイト（上限 { $max } バイト）
rec-agree-012 = 条文を短くするか、細目を別の附属書に移してください。

err-agree-013 = { $party } のこの種の通告は既にあります。
rec-agree-013 = 通告は二度行うことも変更することもできません。entente agree show で確認してください。

err-agree-014 = 条件を使えません: { $detail }
rec-agree-014 = instrument.toml を直してから提案してください。

err-card-001 = 完全なカードではありません: { $detail }
rec-card-001 = 相手にファイルをもう一度求めてください。

err-card-002 = カードの署名を確認できません。変更されています。
rec-card-002 = 使わないでください。相手にファイルをもう一度求めてください。

err-card-003 = { $party } のカードは実演用で、鍵が公開されています。
rec-card-003 = { $party } に本物のカードを求めてください。

err-card-004 = これは実演用ノードで、{ $party } はそうではありません。混ぜられません。
rec-card-004 = --demo を付けない entente init で通常のノードを作ってください。

err-card-005 = { $party } の別のカード（別の鍵、又はより新しい日付）が既にあります。
rec-card-005 = { $party } が本当に根の鍵を変えたのなら、保全責任者が先に古い相手を外します。

err-card-006 = これは当方（{ $party }）のカードです。
rec-card-006 = 相手に渡し、相手のカードを追加してください。

err-item-001 = あなたの職で扱える { $item } という情報はありません。
rec-item-001 = 番号を確認してください: entente item list

err-item-002 = { $item } は到着の途中です: { $have }/{ $total }
rec-item-002 = お待ちください。転送は自動で続きます: entente item show { $item }

err-item-003 = { $item } は隔離されています: { $reason }
rec-item-003 = 受領証で発信者に知らせてください: entente receipt sign { $item }　理由: entente explain { $reason }

err-item-004 = { $item } は、登録官が受領証に署名するまで開けません。
rec-item-004 = entente receipt sign { $item }

err-item-005 = ファイル { $file } を使えません: { $detail }
rec-item-005 = 場所と権限を確認してください。

err-item-006 = ファイル { $file } は既にあります。
rec-item-006 = 別の名前を指定してください。item open は --force で置き換えます。

err-link-001 = { $party } の { $url } に届きません: { $detail }
rec-link-001 = 何も失われていません。ノードは試み続けます。回線とカードの宛先を確認してください。

err-link-002 = 本文が、告げられた大きさ又は許された大きさを超えています。
rec-link-002 = 何も保存していません。相手の運用担当に伝えてください。

err-link-003 = { $party } の通信規約は第 { $theirs } 版で、このノードと異なります。
rec-link-003 = 古い方を更新してください。

err-link-004 = { $party } の応答を解釈できません: { $detail }
rec-link-004 = 何も変わっていません。{ $party } の運用担当に伝えてください。

err-link-005 = 相手の応答が遅いため、{ $seconds } 秒で打ち切りました。
rec-link-005 = 何も失われていません。転送は途中から再開します。

err-log-001 = 検査点に { $party } の記録鍵の署名がありません。
rec-log-001 = 何も受け取っていません。{ $party } の運用担当に伝えてください。

err-log-002 = { $party } の記載が、大きさ { $size } で署名した根と一致しません。
rec-log-002 = 何も受け取っていません。{ $party } の運用担当に伝えてください。

err-log-003 = 二重の記録: { $party } が大きさ { $size } の異なる二つの記録に署名しました。
rec-log-003 = 証拠を保存し、交換を止めました。人が判断します: entente agree show の後に entente log resume

err-log-004 = { $party } の記録が { $was } 件から { $now } 件に巻き戻されました。
rec-log-004 = 証拠を保存し、交換を止めました。古い控えを戻したのか { $party } に尋ねてください。

err-log-005 = 欠落があります: ここには { $have } 件、届いたのは { $start } 番からです。
rec-log-005 = 送り手が件数を確かめて送り直します。操作は不要です。

err-log-006 = 当方の記録は { $now } 件ですが、{ $party } は { $was } 件を持っています。古い控えから戻されたノードです。
rec-log-006 = ここに書かないでください。{ $party } の控えから補ってから続けます。

err-log-007 = { $party } の副署を確認できません。
rec-log-007 = 受領として数えません。ノードが送り直します。

err-log-008 = 保存された { $party } の記録が検査点（{ $size } 件）と一致しません。ディスクの損傷です。
rec-log-008 = ノードを止め、控えから戻してください。ここまでの記載は相手も持っています。

err-mark-001 = 「{ $token }」は、ここの取決めで { $party } の区分ではありません。
rec-mark-001 = 取決めにある区分を使ってください: entente agree show

err-mark-002 = 表示に見えない文字又は方向を変える文字があります: { $token }
rec-mark-002 = 表示を手で打ち直してください。

err-mark-003 = 「{ $token }」は { $party } の区分で、発信者だけが使えます。
rec-mark-003 = 自国の区分で表示してください。対応する区分は自動で示されます。

err-node-001 = { $dir } はノードの場所ではないか、ファイルが欠けています。
rec-node-001 = --node DIR で指定するか、entente init で作ってください。

err-node-002 = { $dir } には既にノード又は他のファイルがあります。
rec-node-002 = 新しい場所を指定してください。

err-node-003 = ノードは応答しない別のプロセスが使用中か、停止の途中です。
rec-node-003 = 少し待ってください。続く場合はそのプロセスを止め、entente serve で起動し直してください。

err-node-004 = 合言葉又は鍵ファイルが違います。
rec-node-004 = entente init のときのものを使ってください。

err-node-005 = 鍵が閉じており、開くものが指定されていません。
rec-node-005 = --key-file FILE 又は --passphrase-stdin を付けてください。

err-node-006 = { $file } を他人が読めます。
rec-node-006 = chmod 600 { $file }

err-node-007 = { $dir } は、より新しい版のプログラムで作られています。
rec-node-007 = このプログラムを更新してください。

err-node-008 = この合言葉は推測されるおそれがあります（{ $least } 文字未満）。
rec-node-008 = 互いに関係のない五、六語にするか、鍵ファイルを使ってください: --key-file FILE

err-node-009 = この鍵ファイルは { $least } バイト未満です。
rec-node-009 = 作り方: head -c 32 /dev/urandom > FILE

err-node-010 = { $dir } のノードは、既に別のプロセスが動かしています。
rec-node-010 = 他の命令はそのプロセスに届きます。新たに起動するときは先に止めてください。

err-off-001 = { $official } という職はここにありません。
rec-off-001 = 一覧を確認してください: entente party show

err-off-002 = { $official } には { $role } の権限がありません。
rec-off-002 = 権限のある職を選んでください: entente party show

err-off-003 = { $official } の合言葉又は鍵ファイルが違うか、ありません。
rec-off-003 = この職の --key-file FILE を指定してください。

err-off-004 = { $official } の鍵は { $date } には有効ではありません。
rec-off-004 = 当事者が有効な鍵の新しいカードを発行します。

err-party-001 = { $party } はここでは知られていません。
rec-party-001 = entente party add CARD

err-party-002 = { $party } は未確認です。言葉の照合が済んでいません。
rec-party-002 = { $party } に電話し、entente party words { $party } で照合してから entente party confirm { $party } を実行してください。

err-party-003 = { $party } はまだ当方のカードを確認していません。
rec-party-003 = { $party } に entente party confirm の実行を求めてください。済めばノードが知らせます。

err-party-004 = 言葉が { $party } のカードのものと異なります。
rec-party-004 = 一語ずつ照合し直してください。なお異なるなら、間に誰かがいます。

err-party-005 = { $party } として応答するノードの鍵が、カードの鍵と異なります。
rec-party-005 = 続けないでください。別の手段で { $party } にノードの変更を尋ねてください。

err-rec-001 = 受領証を待つものはありません。
rec-rec-001 = 登録簿は entente item list で見られます。

err-rec-002 = { $item } の受領証は署名済みです。
rec-rec-002 = entente item show { $item }

err-rel-001 = 取決めは効力を生じていません。効力発生の日がまだ定まりません（第{ $article }条）。
rec-rel-001 = 先に両当事者の署名と通告が必要です: entente agree show

err-rel-002 = 取決めは { $date } に効力を生じます（第{ $article }条）。
rec-rel-002 = その日以後に提供してください。

err-rel-003 = 取決めは { $date } に終了しました（第{ $article }条）。
rec-rel-003 = 既に共有した情報の義務は続きます。新たな提供には新しい取決めが必要です。

err-rel-004 = { $level } は取決めの上限 { $ceiling } を超えています（第{ $article }条）。
rec-rel-004 = { $level } に当たる部分を除くか、交渉担当が取決めを改正します。

err-rel-005 = 目的 { $purpose } は取決めにありません（第{ $article }条）。
rec-rel-005 = 取決めの目的から選んでください: entente agree show

err-rel-006 = 目的が示されていません（第{ $article }条）。
rec-rel-006 = --purpose 符号 を付けてください。符号は entente agree show で分かります。

err-rel-007 = 取決め { $id } の交換は、記録の警報（{ $code }）により止まっています。
rec-rel-007 = entente agree show { $id } で確認し、人が判断します: entente log resume { $id } --confirm { $id }

err-rel-008 = { $party } はこの取決めの相手ではありません。
rec-rel-008 = entente agree list

err-rel-009 = { $level } 以上の提供には、提供承認者本人の署名が必要です（第{ $article }条）。
rec-rel-009 = 承認者本人が実行します: --sign --official ID --key-file FILE

err-rel-010 = { $item } は提供済みです。この方法では表示を変えられません。
rec-rel-010 = 表示は、発信者が別の行為によってのみ変更します。

err-rel-011 = { $item } には表示がありません。
rec-rel-011 = entente item mark { $item } 区分

err-rel-014 = 取決めには、{ $level } に対応する { $party } の区分がありません（第{ $article }条）。
rec-rel-014 = 対応のある区分を使うか、交渉担当に改正を求めてください。

err-seal-001 = { $party } からの区画 { $index } が、提供されたものと一致しません。
rec-seal-001 = 保存していません。{ $party } が送り直します。繰り返す場合は運用担当に伝えてください。

err-seal-002 = { $party } からの情報が、添えられた鍵で開きません。
rec-seal-002 = 隔離しました。受領証で知らせてください。

err-seal-003 = { $party } の鍵の欄が、このノード宛てではないか、使える鍵を示していません。
rec-seal-003 = 隔離しました。{ $party } に再度の提供を求めてください。

err-seal-004 = { $party } が告げた長さが合いません。
rec-seal-004 = 隔離しました。{ $party } に再度の提供を求めてください。

err-seal-005 = このノードに保存された { $item } の暗号文が損傷しています。
rec-seal-005 = 控えから戻すか、発信者に再送を求めてください。

err-store-001 = { $path } の空きがありません。何も書かれていません。
rec-store-001 = 空きを作ってください。ノードは自動で続けます。

err-store-002 = 機械が処理できませんでした: { $detail }
rec-store-002 = 途中で終わったものはありません。原因を除いて繰り返してください。

err-store-003 = 書込みを確定できません。ノードを停止します。
rec-store-003 = ディスクを確認してから起動してください。確実なものだけを読みます。

err-store-004 = 保存領域が損傷しています: { $detail }
rec-store-004 = 控えから戻してください。記録の写しは相手も持っています。

err-time-002 = { $party } の最後の署名時刻が、この計算機の時計より { $hours } 時間進んでいます。
rec-time-002 = これによる拒否はありません。双方の時計を確認してください。

err-use-001 = { $what } がありません。
rec-use-001 = entente --help 又は各命令の --help を見てください。

err-use-002 = 「{ $value }」はここでは使えません: { $kind }
rec-use-002 = 命令の --help を見てください。

err-use-003 = { $code } という符号はありません。
rec-use-003 = 符号は REL-014 のような形です。

err-use-004 = 確認が必要です: { $what }
rec-use-004 = それを付けて繰り返してください。

err-use-005 = 「{ $name }」は名称として表示できません（空、長すぎる、又は制御文字を含む）。
rec-use-005 = 制御文字を含まない200文字以内にしてください。

err-verify-001 = 証拠が改変されています: { $place }: { $detail }
rec-verify-001 = 発信者から新しい写しを得てください。これも保管してください。

err-verify-002 = 証拠ファイルではありません: { $detail }
rec-verify-002 = entente evidence export が書いたファイルを指定してください。

err-verify-003 = 拠り所なし: { $party } のカードが示されていません。
rec-verify-003 = 自分で持つカードを --keys DIR に置いてください。

err-verify-004 = 証拠中の { $party } の根の鍵が、あなたのカードと異なります。
rec-verify-004 = 自分のカードを信じ、{ $party } に照会してください。

err-verify-005 = { $party } の記録が署名された検査点と一致しません（最初は { $entry } 番）。
rec-verify-005 = 発信者から新しい写しを得てください。これも保管してください。

err-verify-006 = ファイル { $file } を読めません: { $detail }
rec-verify-006 = 場所を確認してください。

ui-error = エラー
ui-refused = 拒否
ui-waiting = 待機
ui-help = 対処:
ui-under = 根拠: 第{ $article }条
ui-decider = 判断できる者: { $decider ->
    [competent-authorities] 権限のある当局
    [every-party] 全当事者
    [originator] 発信者
    [you] 操作する人
    [both-parties] 両当事者
    [national-security-authority] 国家安全保障当局
    [negotiators] 交渉担当
    [registrar] 登録官
    [releasing-officer] 提供承認者
    [security-officer] 保全責任者
   *[other] { $decider }
}
ui-fault-partner = 原因: 相手側
ui-fault-version = 原因: 版の違い
ui-fault-machine = 原因: 機械
ui-agreed-by = 合意
ui-frozen-by = 確定
ui-signed-by = 署名
ui-signed = 署名付き
ui-note = 通告
ui-note-completed = 国内手続完了
ui-note-no-renewal = 延長しない旨の通告
ui-course = 表明
ui-note-terminate = 終了通告
ui-received-on = 受領
ui-article = 第{ $article }条
ui-card = カードを { $file } に書きました。相手に渡してください。
ui-card-file = カード
ui-official = 職
ui-url = 宛先
ui-words = 指紋（言葉）
ui-confirmed-both = 双方が確認済み
ui-confirmed-us = 当方は確認済み、相手は未確認
ui-confirmed-them = 相手は確認済み、当方は未確認
ui-confirmed-none = 未確認
ui-demo-node = 実演用ノード: 鍵は公開、何も保護しません
ui-doctor-ok = 記録、保存領域、時計を確認しました。
ui-draft = 下書き
ui-ends = 終了日
ui-entries = 件数
ui-entry = 当方記録の番号
ui-evidence = { $acts } 件の行為の証拠を { $file } に書きました。確認: entente verify { $file } --keys DIR
ui-fail = 不可
ui-pass = 可
ui-fed = 提供 { $released } 件、拒否 { $refused } 件
ui-file = ファイル
ui-force = 効力発生
ui-init = { $party } のノードを { $dir } に作りました。
ui-init-next = 次に: entente --node { $dir } serve --key-file FILE、続いてカードを交換します: entente party card、party add、party words、party confirm
ui-instrument-ok = 規定 { $provisions } 件、条件と条文は整合しています。指紋 { $digest }
ui-none = ありません
ui-no-items = 情報はありません。追加: entente item add FILE
ui-no-partners = 相手はいません。追加: entente party add CARD
ui-opened = { $item } を確認し、{ $file } に書きました（{ $size } バイト）
ui-own-record = 当方記録／相手の保存
ui-their-record = 相手記録の写し
ui-provisions = 規定
ui-receipted = 受領証に署名: { $count } 件
ui-receipts-due = 受領証待ち: { $count } 件 → entente receipt list
ui-record-ok = { $origin }: { $size } 件が署名された根 { $root } と一致します
ui-recovery = { $party } の復旧用紙。印刷して金庫に保管し、誰にも知らせないでください。次の24語が根の鍵です:
ui-recovery-keep = 表示は一度だけです。これがなければ、失ったノードを同じ名で作り直せません。
ui-released = { $item } を提供しました（{ $entry } 番）。経過: entente item show { $item }
ui-released-to = 提供先
ui-resumed = 取決め { $id } の交換を再開しました。
ui-rule-in-force = 効力
ui-rule-party = 当事者
ui-rule-ceiling = 上限
ui-rule-equivalence = 対応区分
ui-rule-purpose = 目的
ui-rule-force = 効力発生
ui-rule-receipt = 受領証
ui-rule-release = 提供の決定
ui-rule-termination = 終了
ui-rule-officer = 提供承認者の署名
ui-rule-record = 記録に警報なし
ui-serving = { $party } は { $address } で応答しています。Ctrl-C で停止します。
ui-size = 大きさ
ui-stage-negotiating = 交渉中
ui-stage-text-agreed = 条文合意
ui-stage-frozen = 署名待ち
ui-stage-signed = 署名済み
ui-stage-notified = 通告済み・未発効
ui-stage-in-force = 効力あり
ui-stage-provisional = 暫定適用中（未発効）
ui-stage-ended = 終了（提供済みの情報に関する義務は継続）
ui-stage-notice-given = 終了通告済み
ui-state-receipted = 受領済み
ui-state-quarantined = 隔離
ui-state-arrived = 到着
ui-state-on-the-way = 送付中
ui-title = 件名
ui-waits = 次の手続
ui-wait-agree = { $party } がこの条文に合意: entente agree text { $id } の後に entente agree agree { $id } --send
ui-wait-freeze = { $party } が条文を確定: entente agree freeze { $id }
ui-wait-note = { $party } が国内手続の完了を通告: entente agree note { $id } --kind completed
ui-wait-sign = { $party } が署名: entente agree sign { $id } --official ID
ui-void = 効力なし:
ui-words-intro = { $party } に電話し、互いに自分の言葉を読み上げ、相手はここに見える言葉と照合してください:
ui-words-next = 同じなら: entente party confirm { $party } --words "…"
ui-would-be-allowed = 提供できます
ui-would-be-refused = 拒否されます
demo-intro = 実演: 架空の取決め、架空の人物、実際のノードがすべて拒む公開の鍵を使います。
demo-step-start = 東京とウェリントン、二つのノードが別々のプロセスとして起動します。
demo-step-pair = カードを交換します。まだ何も信頼されず、提案は拒否されます。
demo-step-confirm = 電話で言葉を照合し、確認します。
demo-step-propose = 東京が、条文と条件からなる二か国語の取決めを提案します。
demo-step-counter = ウェリントンが一つの規定を両言語で修正します。双方の読みが同じになるまで括弧に入ります。
demo-step-agree = 双方が読んだ条文に合意し、確定します。条文と条件に一つの指紋が付きます。
demo-step-sign = 双方二名ずつが署名します（Ed25519 と ML-DSA）。
demo-step-early = 東京が効力発生前に提供を試み、条を示して拒否されます。
demo-step-notes = 双方が国内手続の完了を通告し、両ノードが同じ日を計算します。
demo-step-clock = 実演の時計が { $date } を過ぎるまで進みます。
demo-step-release = 東京が規則に照会してから提供します。
demo-step-receipt = ウェリントンは元の表示と対応区分を見ます。開くのは登録官の受領証の後です。
demo-step-back = ウェリントンが二件を提供します。SECRET には承認者本人の署名が必要です。
demo-step-top = TOP SECRET に相当する秘密区分は日本にありません。署名があっても、規定を示して拒否されます。
demo-step-registers = 双方の登録簿を一行ずつ照らすと、一致します。
demo-step-evidence = 東京が証拠を書き出し、両ノードを止めます。
demo-step-verify = 第三者が二枚のカードだけで確認します。
demo-step-tamper = 写しの一文字を変えると、拒否されます。
demo-sees-proposal = { $id } が届きました: 規定 { $count } 件
demo-sees-signed = ここにある署名: { $count }
demo-sees-date = { $date } に効力を生じます
demo-sees-check = { $count } 件の規則すべてに適合
demo-sees-opened = 「{ $title }」を開きました。{ $size } バイト、元と同一です
tl-title = 取決め { $agreement } の証拠: { $title }
tl-exporter = { $party } が { $time } に書き出し
tl-anchored = { $party }: 持参のカードで確認
tl-unanchored = { $party }: 拠り所なし（鍵はファイル自身のもの）
tl-propose = { $party } が提案: { $title }
tl-turn = { $party }、第{ $turn }回: { $what }
tl-chair = { $party } が議長案を第{ $turn }回として提示: { $what }
tl-part = { $party } が長い条文の一部を送付。残り { $left }
tl-concord = { $party }: { $official } が { $count } 規定の一致を認証
tl-amend = { $party } が第{ $version }版の交渉を開始
tl-abandon = { $party } が条文 { $digest } の署名を取りやめ
tl-freeze = { $party } が条文 { $digest } を確定
tl-sign = { $party }: { $official } が署名。{ $capacity }
tl-note-completed = { $party } が { $date } に国内手続の完了を通告
tl-note-terminate = { $party } が { $date } に終了を通告
tl-note-no-renewal = { $party } が { $date } に延長しない旨を通告
tl-course = { $party }: { $official } が表明: { $what }
tl-note-received = { $party } が { $date } に通告を受領
tl-keys = { $party } が { $to } 宛ての鍵を作成
tl-release = { $party } が { $item } を { $to } に提供: { $level }、{ $purpose }、{ $size } バイト
tl-receipt = { $party } が { $items } を受領
tl-receipt-quarantine = { $party } が { $item } を隔離: { $code }
tl-void = { $party }: 形式を欠く行為: { $code }
tl-delivered = { $party } の記録: { $size } 件、相手側が { $time } に確実に保存
tl-more = ほか { $n } 件（--all ですべて表示）
tl-ok = 確認済み: 記録 { $logs } 本、行為 { $acts } 件

err-rel-015 = { $date } から、自らの提供を停止しています（第{ $article }条）。
rec-rel-015 = 再開してください: entente agree say ID resume

err-rel-016 = 最初の提供の前に必要なものがあります: { $gate }（第{ $article }条）
rec-rel-016 = 権限のある当局が先に整えます。整ったら登録してください: entente agree say ID gate

err-rel-017 = 最初の提供の前に、受領側の保証が必要です（第{ $article }条）。
rec-rel-017 = 受領側に書面による保証を求めてください。

err-rel-018 = { $level } 以上の提供には、二人目の決定も必要です（第{ $article }条）。
rec-rel-018 = もう一人の提供承認者に承認を求めてください。

err-rel-019 = 種類 { $category } の情報は、取決めの対象ではありません（第{ $article }条）。
rec-rel-019 = この取決めでは提供しないでください。対象とする取決めが他にあるか確認してください: entente agree list

err-rel-020 = 形態 { $form } の情報は、取決めの対象ではありません（第{ $article }条）。
rec-rel-020 = 取決めが対象とする形態で提供してください。

err-rel-021 = { $level } は、電子的に保存することも送ることもできません（第{ $article }条）。
rec-rel-021 = 紙で保管し、取決めが認める経路で送ってください。

err-rel-022 = 施設 { $site } は、取決めが適用される地域の外にあります（第{ $article }条）。
rec-rel-022 = 地域内の施設に送ってください。

err-rel-023 = この提供の方法は取決めにありません: { $mode }（第{ $article }条）
rec-rel-023 = もう一方の方法を使うか、交渉担当が取決めを改正します。

err-rel-025 = { $level } は { $channel } では送れません（第{ $article }条）。
rec-rel-025 = 取決めが認める経路を条文から選んでください: entente agree text

err-rel-026 = { $channel } で送るには、先に必要なものがあります: { $condition }（第{ $article }条）
rec-rel-026 = 整えてから送ってください。

err-rel-027 = この情報は他者から得たもので、提供できるのは発信者だけです（第{ $article }条）。
rec-rel-027 = 発信者に、自ら提供するか、転送に同意するよう求めてください。

err-rel-028 = 注意書 { $caveat } により、できません（第{ $article }条）。
rec-rel-028 = 注意書を外せるか、発信者に照会してください。

err-rel-029 = 第三者から得た情報は、要請できません（第{ $article }条）。
rec-rel-029 = その発信者に要請してください。

err-rel-030 = { $level } は平文で送れません（第{ $article }条）。
rec-rel-030 = 合意した手段で暗号化してください。

err-rel-031 = 平文で送るには、双方の権限のある当局の事前の合意が必要です（第{ $article }条）。
rec-rel-031 = 先に合意を得るか、暗号化してください。

err-rel-032 = { $means } は、承認された手段ではありません（第{ $article }条）。
rec-rel-032 = 承認された手段を使うか、権限のある当局に承認を求めてください。

err-rel-033 = 電子的に送れますが、保存はできません（第{ $article }条）。
rec-rel-033 = 紙だけで保管し、電子の写しを残さないでください。

err-hold-001 = 知る必要が示されていません。階級、職又は適格性だけでは開けません（第{ $article }条）。
rec-hold-001 = 情報を必要とする職務を示してください。

err-hold-002 = { $level } の適格性が必要です（第{ $article }条）。
rec-hold-002 = 先に適格性の確認を得てください。

err-hold-003 = { $level } の適格性は { $date } に終了しました（第{ $article }条）。
rec-hold-003 = 適格性の更新を求めてください。

err-hold-004 = 先に教育を受ける必要があります（第{ $article }条）。
rec-hold-004 = 教育を行い、記録してください。

err-hold-005 = { $date } の教育から期間が経ちすぎています（第{ $article }条）。
rec-hold-005 = 教育をやり直してください。

err-hold-006 = 先に受領証への署名が必要です（第{ $article }条）。
rec-hold-006 = 登録官が署名します: entente receipt sign

err-hold-007 = 国籍又は居住の要件を満たさないため、発信者の同意が必要です（第{ $article }条）。
rec-hold-007 = 発信者に書面による同意を求めてください。

err-hold-010 = 発信者の書面による事前の同意が必要です（第{ $article }条）。
rec-hold-010 = 情報、相手及び目的を示して、発信者に求めてください。

err-hold-011 = 第三者には渡せません（第{ $article }条）。
rec-hold-011 = 発信者に、自ら提供するよう求めてください。

err-hold-012 = 先に第三者と発信者との取決めが必要です（第{ $article }条）。
rec-hold-012 = その取決めがあるか、発信者に照会してください。

err-hold-013 = すべての発信者の同意が必要です（第{ $article }条）。
rec-hold-013 = 発信者のそれぞれに同意を求めてください。

err-hold-014 = 取決めにこの中継の定めがありません（第{ $article }条）。
rec-hold-014 = 発信者に、直接提供するよう求めてください。

err-hold-020 = 複製できません（第{ $article }条）。
rec-hold-020 = 発信者に、もう一部の提供を求めてください。

err-hold-021 = 複製には発信者の同意が必要です（第{ $article }条）。
rec-hold-021 = 発信者に同意を求めてください。

err-hold-022 = 翻訳できません（第{ $article }条）。
rec-hold-022 = 発信者に翻訳を求めてください。

err-hold-023 = 翻訳には発信者の同意が必要です（第{ $article }条）。
rec-hold-023 = 発信者に同意を求めてください。

err-hold-024 = 翻訳できるのは、適格性のある者だけです（第{ $article }条）。
rec-hold-024 = 適格性のある翻訳者を選んでください。

err-hold-030 = 区分を引き下げ、又は解除できるのは、発信者だけです（第{ $article }条）。
rec-hold-030 = 発信者に、区分の変更を求めてください。

err-hold-040 = 廃棄できません。返還する必要があります（第{ $article }条）。
rec-hold-040 = 発信者に返還してください。

err-hold-041 = 廃棄には発信者の同意が必要です（第{ $article }条）。
rec-hold-041 = 発信者に同意を求めてください。

err-hold-042 = 廃棄には立会人が必要です（第{ $article }条）。
rec-hold-042 = 立会人を指名してください。

err-hold-043 = 緊急事態が示されていません（第{ $article }条）。
rec-hold-043 = 緊急事態を示すか、通常の方法で廃棄してください。

err-hold-044 = 発信者が廃棄を明示的に許可しない限り、返還する必要があります（第{ $article }条）。
rec-hold-044 = 返還するか、発信者に廃棄の許可を求めてください。

err-hold-050 = 別の目的に使うには、発信者の同意が必要です（第{ $article }条）。
rec-hold-050 = 目的を示して、発信者に同意を求めてください。

err-hold-051 = 公開される手続では使えません（第{ $article }条）。
rec-hold-051 = その手続に出さず、発信者に照会してください。

err-hold-060 = 先に発信者に知らせる必要があります（第{ $article }条）。
rec-hold-060 = 発信者に書面で知らせてください。

err-hold-061 = 決定の前に、発信者と協議する必要があります（第{ $article }条）。
rec-hold-061 = 発信者に照会し、回答を得てから決定してください。

err-hold-070 = 責任を免除できるのは、発信者だけです（第{ $article }条）。
rec-hold-070 = 亡失を報告し、発信者に免除を求めてください。

err-con-001 = 先に施設の適格性の確認が必要です（第{ $article }条）。
rec-con-001 = 権限のある当局に確認を求めてください。

err-con-002 = 先に従事者の適格性の確認が必要です（第{ $article }条）。
rec-con-002 = 権限のある当局に確認を求めてください。

err-con-003 = 契約に、保全に関する条項と区分の指針が必要です（第{ $article }条）。
rec-con-003 = 両方を契約に添付してください。

err-con-004 = 外国の所有の下にある契約者は除かれます（第{ $article }条）。
rec-con-004 = 別の契約者を選んでください。

err-con-005 = 再委託には発信者の同意が必要です（第{ $article }条）。
rec-con-005 = 発信者に同意を求めてください。

err-con-006 = 先に契約者の検査が必要です（第{ $article }条）。
rec-con-006 = 検査を行い、結果を記録してください。

err-vis-001 = 受入側の書面による事前の許可が必要です（第{ $article }条）。
rec-vis-001 = 受入側に訪問の申請を送ってください。

err-vis-002 = 申請の期限は { $date } でした（第{ $article }条）。
rec-vis-002 = 後の日を選ぶか、緊急の期限の定めがあれば緊急であることを示してください。

err-vis-003 = 訪問が、許可の有効期間を超えています（第{ $article }条）。
rec-vis-003 = 訪問を短くするか、別の許可を求めてください。

err-vis-004 = 第三国の訪問者には、両当事者の許可が必要です（第{ $article }条）。
rec-vis-004 = 両当事者に許可を求めてください。

err-vis-005 = 申請は、外交上の経路による必要があります（第{ $article }条）。
rec-vis-005 = 外交上の経路で送ってください。

err-vis-006 = 保全に関する視察の権利は、取決めにありません（第{ $article }条）。
rec-vis-006 = 受入側に、視察の承諾を求めてください。

err-vis-007 = 日付を計算できません。休日表がその日まで及んでいません（第{ $article }条）。
rec-vis-007 = 交渉担当に、休日表の延長を求めてください。

err-inc-001 = 事案は、一方だけでは終結できません（第{ $article }条）。
rec-inc-001 = 発信者に報告の受入れを求めるか、全当事者で終結してください。

err-life-001 = 条件は、全当事者の署名によってのみ変更できます（第{ $article }条）。
rec-life-001 = 全当事者に改正を提案してください。

err-life-002 = { $field } は、一方の通告では変更できません（第{ $article }条）。
rec-life-002 = 全当事者に改正を提案してください。

err-life-003 = 更新は、相手が確認した時に効力を生じます（第{ $article }条）。
rec-life-003 = 相手に確認を求めてください: entente agree say ID acknowledge

err-life-004 = 一方の通告では、取決めは終了しません（第{ $article }条）。
rec-life-004 = 全当事者で、同じ終了の日に合意してください: entente agree say ID end

err-life-005 = 通告の停止又は撤回は、全当事者によってのみできます（第{ $article }条）。
rec-life-005 = 他の当事者にも同じ表明を求めてください: entente agree stay

err-life-006 = 紛争は、全当事者によってのみ終結できます（第{ $article }条）。
rec-life-006 = 協議を続けてください。

err-life-007 = 自らの提供は停止できますが、義務は停止できません（第{ $article }条）。
rec-life-007 = 提供だけを停止してください: entente agree say ID pause

err-life-008 = 全当事者の同意なしには加入できません（第{ $article }条）。
rec-life-008 = 全当事者に招請を求めてください。

err-life-009 = 規則の変更に対するこの回答は、取決めにありません（第{ $article }条）。
rec-life-009 = 変更を受け入れるか、自らの提供を停止してください: entente agree say ID answer

err-rule-001 = 情報が示されていません（第{ $article }条）。
rec-rule-001 = 情報を示してください。

err-rule-002 = 送る経路が示されていません（第{ $article }条）。
rec-rule-002 = 経路を示してください。

err-rule-003 = 人が示されていません（第{ $article }条）。
rec-rule-003 = 人を示してください。

err-rule-004 = 訪問の内容が示されていません（第{ $article }条）。
rec-rule-004 = 訪問の日程を示してください。

err-rule-005 = 項目が示されていません（第{ $article }条）。
rec-rule-005 = 変更する項目を示してください。

ui-rule-acknowledged = 確認
ui-rule-amendment = 改正
ui-rule-accession = 加入
ui-rule-arrangement = 実施取決め
ui-rule-assurance = 保証
ui-rule-auto = 自動解除
ui-rule-briefing = 教育
ui-rule-category = 種類
ui-rule-caveat = 注意書
ui-rule-certificate = 証明書
ui-rule-channel = 経路
ui-rule-clearance = 適格性
ui-rule-conditions = 経路の条件
ui-rule-consent = 同意
ui-rule-copy = 複製
ui-rule-court = 裁判所の命令
ui-rule-destroy = 廃棄
ui-rule-diplomatic = 外交上の経路
ui-rule-discharge = 責任の免除
ui-rule-dispute = 紛争
ui-rule-duties = 義務
ui-rule-electronic = 電子的取扱い
ui-rule-emergency = 緊急事態
ui-rule-facility = 施設
ui-rule-foreign-owned = 外国の所有
ui-rule-form = 形態
ui-rule-gate = 最初の提供の条件
ui-rule-guide = 保全に関する条項・区分の指針
ui-rule-heard = 発信者との協議
ui-rule-incident = 事案
ui-rule-inspection = 検査
ui-rule-item = 情報
ui-rule-lead = 申請の期限
ui-rule-level = 区分
ui-rule-mode = 提供又は開示
ui-rule-nationality = 国籍
ui-rule-need-to-know = 知る必要
ui-rule-notice = 通告・注記
ui-rule-old-rules = 従前の規則
ui-rule-oral-note = 口頭開示の記録
ui-rule-originator = 発信者
ui-rule-pause = 提供の停止
ui-rule-permission = 受入側の許可
ui-rule-person = 人
ui-rule-persons = 従事者
ui-rule-publication = 公開
ui-rule-reclassify = 区分の変更
ui-rule-relay = 中継
ui-rule-report = 報告
ui-rule-return = 返還
ui-rule-second-person = 二人目の決定
ui-rule-security-visit = 保全に関する視察
ui-rule-site = 施設の所在
ui-rule-stay = 通告の停止
ui-rule-storage = 保存
ui-rule-subcontract = 再委託
ui-rule-third-agreement = 第三者の取決め
ui-rule-third-country = 第三国
ui-rule-third-origin = 出所
ui-rule-third-party = 第三者
ui-rule-told = 発信者への通報
ui-rule-translate = 翻訳
ui-rule-translator = 翻訳者
ui-rule-update = 通告による更新
ui-rule-use = 使用
ui-rule-validity = 有効期間
ui-rule-visit = 訪問
ui-rule-witness = 立会人

err-life-010 = { $party } の { $what } が指すものがないか、同じものが既にあります。
rec-life-010 = 現状を確認してください: entente agree show

err-agree-015 = { $all } 件の答えのうち { $count } 件が想定と異なります。
rec-agree-015 = 上の一覧を読み、条件、条文、想定のいずれかを直してください。

err-agree-016 = 条文と条件が整合しません: 誤り { $count } 件
rec-agree-016 = 上の一覧を読んで直してください。どの規定にも項目又は [[human]] が、どの basis にも規定が必要です。

err-agree-017 = 条件に { $path } という項目はありません。
rec-agree-017 = 全項目を確認してください: entente agree fields

ui-allowed = 可
ui-needs = 要件不足
ui-no-date = 日付未定
ui-expected = 想定
ui-digest = 指紋
ui-tried = 答え { $answers } 件、想定と異なるもの { $differences } 件
ui-compared = 異なる項目 { $count } 件
ui-find-error = 誤り
ui-find-gap = 欠落
ui-find-note = 注意
find-provision-without-field = この規定に基づく項目がありません。basis 又は [[human]] に示してください
find-basis-not-in-text = 条文にない規定に基づいています
find-not-given = 定めがありません。{ $doc }
find-unseen = 出典で確認できません: { $note }
find-unseen-unknown-field = 出典で確認できず、その名の項目もありません: { $note }
find-notice-longer-than-term = 通告期間 { $notice } が期間 { $term } を超えています
find-party-without-levels = { $party } に区分がありません
find-party-without-ceiling = { $party } に上限がありません
find-level-of-no-party = { $level } は、当事者ではない { $party } の区分です
find-level-unmapped = { $level } に対応する { $to } の区分がなく、提供は拒否されます
find-ceiling-above-table = 上限 { $level } は、{ $to } に対応のある区分を超えています
find-threshold-leaves-out = { $party } の区分に触れていません。求めることはそのすべてに及び、認めることはどれにも及びません
find-title-without-language = 題名に { $lang } の文言がありません

err-use-006 = この命令は実行前に結果を示せません。
rec-use-006 = --dry-run を付けずに実行してください。提供の可否は entente item check で確かめられます。

open-not-signed = { $parties } が未署名
open-no-notice = { $party } の通告がない
open-not-received = { $party } の通告の { $by } による受領日がない
open-deposits = 寄託 { $need } 件中 { $have } 件
open-not-in-force = 効力発生の日が定まっていない
open-stayed = { $party } の通告は停止中
open-voided = { $party } の通告は全当事者が撤回
open-no-exit = 通告による終了の定めがなく、{ $party } の通告は効果がない
open-no-end = 終了させるものがない
open-not-provided = 条件にこの日の定めがない
because-signature = 最後の署名
because-last-notice-dated = 最後の通告の日付
because-last-notice-received = 最後の通告の受領
because-single-notice-dated = 通告の日付
because-single-notice-received = 通告の受領
because-nth-deposit = 寄託
because-all-notified = 全当事者の通告
because-later-deposit = 自らの寄託
because-accession = 加入
because-term = 期間の満了
because-no-renewal = 延長しない旨の通告
because-notice = 終了通告
because-stayed-until = 停止期間の終了
because-revived = 通告の復活
because-consent = 全当事者の合意
because-parent-ended = 属する取決めの終了

deed-propose = 提案
deed-counter = 対案
deed-agree = 合意
deed-freeze = 確定
deed-sign = 署名
deed-note = 通告
deed-note-received = 通告の受領
deed-course = 表明
deed-keys = 鍵
deed-release = 提供
deed-receipt = 受領書
tl-sign-bare = { $party }: { $official } が署名

err-rel-034 = 平文での送信は、国内法が認めることが必要です（第{ $article }条）。
rec-rel-034 = その旨を確認するか、暗号化してください。
ui-rule-means = 承認された手段

err-rel-035 = 送る前に発信者の表示が必要です（第{ $article }条）。
rec-rel-035 = 表示を付けてから送ってください。

err-rel-036 = 通常と異なる経路には双方の当局の承認が必要です（第{ $article }条）。
rec-rel-036 = 承認を得るか、通常の経路を選んでください。

err-rel-037 = 経路の各中継者の署名が必要です（第{ $article }条）。
rec-rel-037 = 順に署名を得てください。

err-hold-031 = 区分を変える意図を事前に知らせる必要があります（第{ $article }条）。
rec-hold-031 = 相手に知らせ、取決めの定める期間を待ってから変えてください。

err-hold-080 = 効力発生前に提供されたもので、当時の規則によります（第{ $article }条）。
rec-hold-080 = 当時の規則を確かめるか、発信者に照会してください。

ui-rule-earlier-holding = 従前の保有
ui-rule-residence = 居住
ui-rule-intention = 意図の通知
ui-rule-same-level = 同じ区分
ui-rule-route = 経路の中継
ui-rule-marking = 表示
ui-rule-talks = 協議

err-life-011 = { $party } の表明が上限 { $limit } を超えています。
rec-life-011 = 改正によるか、文書として送ってください。

course-stay = { $of } の通告 #{ $n } を停止: { $to }
course-revive = 自らの通告 #{ $n } を { $on } に復活
course-pause = { $from } から自らの提供を停止
course-resume = { $on } に提供を再開
course-update = { $on } に { $field } を変更: { $value }
course-acknowledge = { $from } の #{ $n } を { $on } に確認
course-rules-change = 規則 { $version } を { $on } に通知
course-rules-answer = { $from } の #{ $n } に回答: { $answer }
course-end = { $on } の終了に同意
course-gate = { $on } に条件の充足を表明: { $gate }

err-rel-038 = { $level } は { $date } 以前のものにのみ用います（第{ $article }条）。
rec-rel-038 = 現行の区分を付けてください: entente agree show
ui-rule-legacy = 現行の区分

err-agree-018 = { $id } の提案がまだ全部届いていません
rec-agree-018 = 残りが届くのを待ってください: entente status

err-agree-019 = すべての署名がそろっています。署名の取りやめは完了前に限ります
rec-agree-019 = 取決めを改正する（entente agree amend）か、通告してください

err-agree-020 = 示された規定はすべて認証済みか、確定した文言がありません
rec-agree-020 = 残りを確認してください: entente agree show

err-agree-021 = 第{ $version }版はすでに交渉中です
rec-agree-021 = 続けてください: entente agree show

err-agree-022 = 条文を確定できません: { $what ->
    [bracketed] 文言の競合
    [blank] 未記入
    [not-agreed] 双方の本国の合意がない規定
    [reserved] 留保
    [not-concordant] 双方の法務担当による一致の認証がない規定
    [unchanged] 改正に変更がありません: 版
   *[terms] 条件の不整合
  }: { $ids }
rec-agree-022 = 残っているものを確認してください: entente agree show

err-off-005 = { $official } の鍵は、すでに署名した { $other } の鍵と同じです
rec-off-005 = 別の者が自分の鍵で署名してください

err-turn-001 = { $party } の第{ $turn }回は、次の第{ $expected }回ではありません。異なる条文を基にしています
rec-turn-001 = 何も変わっていません。{ $party } に条文を読み直し、改めて送るよう求めてください

err-turn-002 = { $party } の回が、書き手の知り得ないものを指しています: { $detail }
rec-turn-002 = 何も変わっていません。この回は全体として効力がありません。{ $party } に知らせてください

err-turn-004 = { $party } の回に、読めないもの又は多すぎるものがあります: { $detail }
rec-turn-004 = 短くするか書き直してください。この回は全体として効力がありません

err-turn-005 = { $party } の議長案又はその回答が成り立っていません
rec-turn-005 = 議長案は文言だけを変え、提示した側以外が回答します

err-turn-006 = { $party } の回の第{ $version }版は交渉中ではありません
rec-turn-006 = 先に開始してください: entente agree amend

err-turn-007 = 第{ $turn }回はありません。最後は第{ $last }回です
rec-turn-007 = 番号、又は番号と締約国で示してください: 7、NZL-7

err-turn-008 = { $id } の括弧 { $bracket } の印が複写又は移動されています
rec-turn-008 = 印はその場に残し、自分の文言は {"{{"}bracket:b3|文言{"}}"} と書いてください

err-turn-009 = 起草した後に別の回が届きました。第{ $expected }回ではなく第{ $turn }回になります
rec-turn-009 = 届いたものを読み（entente agree preview）、もう一度送ってください

err-priv-001 = この内部文書は別のノードが封じたものです
rec-priv-001 = 元のノードのディレクトリを使ってください

err-priv-002 = { $agreement } の内部文書 { $row } がプログラムの外で変更されています
rec-priv-002 = private.db を控えから戻してください。誰にも送られていません

err-priv-003 = 内部文書が { $bytes } バイトあります。上限は { $limit } です
rec-priv-003 = 短くするか、いくつかに分けてください

err-priv-004 = { $agreement } の内部文書はすでに { $limit } 件あります
rec-priv-004 = いくつか削除してください: entente private list

err-priv-005 = 内部文書 { $paper } はありません
rec-priv-005 = 一覧: entente private list

err-priv-006 = private.db は新しい版（{ $found }）で作られています。この版は { $known } まで対応します
rec-priv-006 = 新しい版を使ってください

ui-drafted = { $id } の第{ $turn }回として起草しました。操作は計 { $operations } 件です。次: entente agree preview { $id }、entente agree send { $id }
ui-discarded = 下書きを破棄しました。何も送られていません
ui-preview = 相手方に見えるもの: 第{ $turn }回、{ $bytes } バイト
ui-arrived-since = 起草した後に別の回が届きました。以下はそれを取り入れたものです
ui-send-next = 次: entente agree send { $id }
ui-lint-none = 警告はありません
ui-foreign = { $file } にある { $party } の変更（未承諾）。何も取り入れていません
ui-tracked = 変更履歴あり
ui-untracked = 変更履歴なし
ui-ignored = 読まなかったもの: { $what }（{ $count }）
ui-private = 内部文書。送られません
ui-filed = 完了しました。何も送られていません
ui-paper-instruction = 訓令
ui-paper-fallback = 譲歩案
ui-paper-draft = 草案
ui-paper-comment = 覚え
ui-written-file = { $file }  { $bytes } バイト
ui-talk = 交渉
ui-talk-turn = 第{ $turn }回、次は { $pen }
ui-talk-turn-reply = 第{ $turn }回、次は { $pen }、回答希望日 { $reply }
ui-talk-counts = 全 { $of } のうち合意 { $agreed }、権限留保付き { $adref }、提案 { $proposed }、括弧付き { $bracketed }、留保 { $reserved }。一致認証 { $concordant }
ui-open-bracketed = 括弧付き
ui-open-blank = 未記入
ui-open-not-agreed = 未合意
ui-open-reserved = 留保
ui-open-not-concordant = 一致未認証
ui-open-terms = 条件
ui-offer = 議長案
ui-offer-by = { $party }、第{ $turn }回: entente agree accept { $id } { $turn }
ui-abandoned = 署名の取りやめ
ui-amendment = 改正、版
course-in-force = 第{ $version }版が { $on } から効力を有することを確認

err-agree-023 = 効力発生日として { $named } が示されましたが、通告から計算すると { $computed } です
rec-agree-023 = 日付の根拠を確認してください: entente agree show

err-agree-024 = 効力発生日を決めるものがまだありません
rec-agree-024 = 何を待っているか確認してください: entente agree show

err-turn-003 = { $bracket } のその案は貴方のものではありません
rec-turn-003 = 自分の案を撤回するか、別の案を支持してください: entente agree compare --view brackets

err-talk-001 = { $id } の下書きはありません
rec-talk-001 = 先に起草してください: entente agree redline、bracket、support、reserve、agree

err-talk-002 = { $id } の条文と違うところがありません
rec-talk-002 = 変更する条文は entente agree article --edit で得られます

err-talk-003 = 開いた括弧又は案 { $bracket } はありません
rec-talk-003 = 一覧: entente agree compare --view brackets

err-talk-004 = { $id } に貴方のそのような留保はありません
rec-talk-004 = 留保を確認してください: entente agree article

err-talk-005 = 「{ $words }」は { $id } にちょうど一度は現れません
rec-talk-005 = 前後の語句も示すか、条文全体を書き直してください

err-talk-006 = { $file } は受け取れません: { $detail }
rec-talk-006 = 何も変わっていません。マクロのない .docx として保存し直すか、entente agree article --edit で編集してください

lint-paragraphs = { $lang } の本文は { $count } 段落・{ $items } 項目ですが、{ $other } では { $other_count } 段落・{ $other_items } 項目です
lint-number = 数が一致しません。{ $lang } は「{ $says }」、{ $other } は「{ $other_says }」です
lint-date = 日付が一致しません。{ $lang } は「{ $says }」、{ $other } は「{ $other_says }」です
lint-reference = 引用する条項が一致しません。{ $lang } は「{ $says }」、{ $other } は「{ $other_says }」を引用しています
lint-reference-missing = { $lang } の本文が引用する「{ $reference }」は、この取決めにありません
lint-term = { $lang } には「{ $term }」がありますが、{ $other } には対応する「{ $expected }」がありません
lint-defined-unused = { $lang } で定義された「{ $term }」は、ほかのどこにも使われていません
lint-modality = { $kind ->
    [prohibition] { $lang } では禁止されていますが（{ $count }）、{ $other } には対応する禁止が見当たりません（{ $other_count }）
   *[permission] { $lang } では「できる」とされていますが、{ $other } には対応する表現がありません
  }
lint-brackets = 未確定の箇所が一致しません。{ $lang } は括弧 { $count }・空欄 { $blanks }、{ $other } は括弧 { $other_count }・空欄 { $other_blanks } です
lint-literal-bracket = { $lang } の本文に「{ $signs }」が文字として入っています。未確定の文言は、文字ではなく括弧の機能で示してください
lint-term-number = { $field } は { $value } ですが、根拠となる規定には「{ $text }」とあります

talk-lead = { $agreement }、第{ $version }版、第{ $turn }回。次は { $pen }
talk-lead-digest = 指紋 { $words }（{ $digest }）
talk-opening = 提案
talk-turn-of = 第{ $turn }回（{ $party }）

err-paper-001 = 文書を組めません: { $kind ->
    [language] { $what } の本文はありません。
    [party] { $what } は当事者ではありません。
    [wording] { $provision } に { $what } の本文がありません。
    [sign] { $provision } の文字 { $what } を持つ書体がありません。
    [sign-outside] 題名、名称又は署名の文字 { $what } を持つ書体がありません。
   *[other] { $what }
  }
rec-paper-001 = 取決めの言語又は当事者を指定してください（--in、--alternat）。印刷できない文字も .txt と .json には残ります。

err-paper-002 = { $file } と照合すべき確定した本文がここにありません。
rec-paper-002 = 照合の相手を指定してください: entente verify FILE --against EVIDENCE --keys DIR 又は --against INSTRUMENT.json

err-paper-003 = { $file } は証拠でも取決めの JSON でもありません。
rec-paper-003 = entente evidence export 又は entente agree export -o FILE.json が書いたファイルを指定してください。

paper-authentic = 真正です。{ $file } は、正文と一バイトも違いません。
paper-text-authentic = 文言は真正です。{ $file } の文言は、一語も違わず取決めのとおりです。ファイルは別物で、改行し直し、打ち直し又は印刷したものです。見た目は照合していません。
paper-differs = 相違があります。{ $file } は合意された本文ではありません。一致する語は { $percent } % です。
paper-other-language = 正文ではありません。{ $file } は正文のどの言語でもありません。せいぜい翻訳です。
paper-garbled = 読み取れません。{ $file } は、{ $why ->
    [too-large] 取決めとしては大きすぎます。
    [bomb] 展開すると取決めとしては大きすぎます。
    [truncated] 途中で切れていて、終わりがありません。
    [damaged] 壊れています。
    [encrypted] パスワードで保護されています。
    [unread] このプログラムが読めない方法で圧縮されています。
    [no-text] 文字を含みません。スキャン又は画像です。
    [no-characters] 字形がどの文字を指すのか分かりません。
    [not-utf8] UTF-8 ではない文字コードで書かれています。
    [mojibake] 誤った文字コードで読み込まれて保存されたもので、文字化けしています。
    [lost] 文字が失われ、代わりの記号になっています。
    [control] 制御文字を含み、テキストではありません。
   *[other] 読み取れません。
  }
paper-no-rendering = 照合していません。取決めの表示を作れないため、{ $file } と照合できませんでした。
paper-row-language = 言語
paper-row-alternat = 正本
paper-row-signatures = 署名
paper-row-against = 照合の相手
paper-row-digest = 指紋
paper-row-words = 言葉
paper-first = { $party } を先に記載
paper-signed = 署名済み
paper-blank = 署名欄は空白
paper-with-node = このノードの { $id }、第{ $version }版
paper-with-evidence = { $file } の { $id }、第{ $version }版
paper-with-instrument = { $file }（その指紋は相手側のものと照合してください）
paper-outside = 規定の外
paper-field = 条件 { $field }
paper-expected = 合意された文言
paper-found = この文書の文言
paper-more = ほかに { $count } 箇所あります（--json で表示されます）。
paper-outside-only = 規定はすべて合意のとおりです。取決めの JSON には署名が含まれません。署名済みの文書は証拠と照合してください。

paper-joint-title = { $parties }の共同声明
paper-joint-government = { $party }政府
paper-joint-list = { $list }、{ $next }
paper-joint-and = { $list }及び{ $last }
paper-joint-first = 「{ $title }」
paper-joint-amended = 「{ $title }」の改正後の本文
paper-joint-on = { $day }に
paper-joint-between = { $from }から{ $day }までの間に
paper-joint-official = { $name }（{ $capacity }）
paper-joint-for = { $party }については{ $signers }
paper-joint-parties-list = { $list }、{ $next }
paper-joint-signed = { $parties }は、{ $title }が、{ $when }、{ $signers }により署名されたことを発表します。
paper-joint-signed-at-a-distance = { $parties }は、{ $title }が、{ $when }、遠隔で、{ $signers }により署名されたことを発表します。
paper-joint-force = 署名された文書は、{ $day }に効力を生じます。
paper-joint-in-force = 署名された文書は、{ $day }に効力を生じました。
paper-joint-subject = 署名された文書は、その主題を「{ $subject }」と定めています。
paper-joint-text = 正文は、指紋が { $digest } で始まる本文です。指紋の全体は、数字と言葉で下に示します。

ui-open-unchanged = 改正に変更がない、版
ui-wait-concord = { $party } の法務担当が両言語の一致を認証: entente agree concord { $id } --official ID

err-turn-010 = 第{ $id }条は確定しています。すべての本国が合意しており、この交渉では規定ごとに確定します
rec-turn-010 = 全当事者が受け入れる議長案を示してください: entente agree send --chair

err-talk-007 = 現在の文言にはすでに合意しています: { $id ->
    [0] 全体
   *[other] { $id }
  }
rec-talk-007 = 残りを確認してください: entente agree show

err-talk-008 = { $file } は別の条文だと記しています: { $text }
rec-talk-008 = 先頭の行にある規定と言語を示すか、もう一度書き出してください: entente agree article --edit

err-turn-011 = { $id } は一つの条文に許される回数（{ $limit }）だけ変更されています
rec-turn-011 = 除いてから改めて加えてください: entente agree drop、entente agree add
