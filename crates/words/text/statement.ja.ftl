# 公表：件数、共同声明、取決めの本文

err-stat-001 = 公表文 { $id } はここにありません。
rec-stat-001 = 一覧を確認してください: entente statement list

err-stat-002 = { $official } はこの公表文の起案者であるか、起案した職と同じ鍵を持っています。
rec-stat-002 = 別の二名が承認してください。

err-stat-003 = 公表文が変わりました。現在のダイジェストは { $now } で、指定は { $named } です。
rec-stat-003 = 読み直してから（entente statement show { $id }）、新しいダイジェストで承認してください。

err-stat-004 = 公表文 { $id } の承認は { $have } 件で、2 件が必要です。
rec-stat-004 = 二名が承認してください: entente statement approve { $id } --digest DIGEST --official POSITION

err-stat-005 = 公表文 { $id } は公表済みです。
rec-stat-005 = 公表したものは変わりません。同じ年を数え直して公表すると、差から数が分かるためです。

err-stat-006 = { $year } 年は、取決めの時間帯ではまだ終わっていません。
rec-stat-006 = 年が終わってから起案してください。年の途中の件数は、残りの件数を明らかにするためです。

err-stat-007 = 次の署名済みの取決めの扱いが示されていません: { $ids }
rec-stat-007 = --agreement ID 又は --leave-out ID で一つずつ示してください。--all はすべてを載せます。

err-stat-008 = { $dir } に、この命令が書いたものではないページがあります。
rec-stat-008 = 別のディレクトリを指定するか、--force を付けてください。

err-stat-009 = { $official } は承認済みであるか、別の二名の承認が揃っています。
rec-stat-009 = 承認の状況を確認してください: entente statement show { $id }

err-stat-010 = 取決め { $id } の記録には、記憶できる数を超える無効な行為があり、数えられません。
rec-stat-010 = この取決めを外し、記録を調べてください: entente log show { $id }

err-stat-011 = { $official } は署名者でも提供承認者でもありません。
rec-stat-011 = どちらかの役割を持つ職が承認します: entente party show

err-stat-012 = 少数の基準は 3 未満から 100 未満までです（指定は { $under } 未満）。
rec-stat-012 = --under 5 など、その間の数を選んでください。

err-pub-001 = 公表文のファイルではありません: { $detail }
rec-pub-001 = 締約国のページから ID.publication.json をもう一度入手してください。

err-pub-002 = { $place } の内容が変更されています。どの署名も合いません。
rec-pub-002 = 拠り所にせず、締約国からもう一度入手してください。これも保管してください。

err-pub-003 = これは { $place } が公表のために署名したものではありません: { $detail ->
    [demo] 実演用の公表文、又は実演用のカードです
   *[signature] 記録の鍵の署名が合いません
}
rec-pub-003 = 手元のカードが締約国のものか確かめてください。古い公表文には当時のカードが必要です。

err-pub-004 = { $place } は二名の承認を得ていません: { $detail ->
    [count] 承認が二つありません
    [unknown] カードにない者の署名があります
    [role] 署名者でも提供承認者でもない者の署名があります
    [day] 承認者の鍵がその日に有効ではありません
    [author] 起案者の署名があります
    [twice] 二つの承認が同じ職又は同じ鍵によるものです
   *[signature] 承認者の署名が合いません
}
rec-pub-004 = 拠り所にせず、締約国に照会してください。

err-pub-005 = 公表文の内容が互いに矛盾しています: { $detail }
rec-pub-005 = 拠り所にせず、締約国に照会してください。

err-pub-006 = { $file } はこの公表文のページではありません: { $detail }
rec-pub-006 = 公表文そのものを確認してください: entente verify FILE.publication.json --keys DIR

err-pub-007 = { $file } の文言は公表文と同じですが、マークアップが異なります。表示される内容が違うおそれがあります。
rec-pub-007 = ページをもう一度入手するか、公表文そのものを確認してください: entente verify FILE.publication.json --keys DIR

stat-title = { $year }年 透明性報告：{ $name }の取決めに基づく情報共有
stat-counter-released = 当方が提供した情報
stat-counter-released-receipted = うち相手側が受領したもの
stat-counter-released-quarantined = うち相手側が隔離したもの
stat-counter-received = 当方が受け取った情報
stat-counter-received-receipted = うち当方が受領したもの
stat-counter-received-quarantined = うち当方が隔離したもの
stat-under = { $under }未満
stat-withheld = 非表示
stat-total = 掲載した取決めの合計
stat-agreement = 取決め
stat-caption = 取決めごとの件数（{ $year }年）
stat-demo = 実演：この内容は誰についても何も述べていません。
stat-fictional = この取決めは架空のものです。
stat-note-year = { $year }年とは、各取決めが定める時間帯による暦年です（{ $zones }）。行為は、それ自身の日付の年に数えます。
stat-note-under = 「{ $under }未満」は、{ $under }より小さい数です。小さな数は示しません。
stat-note-zeros-shown = 0は0と示します。
stat-note-zeros-hidden = 0も示しません。「未満」は0の場合もあります。
stat-note-withheld = 「非表示」は、その数から小さな数が分かるおそれがあるものです。合計は、すべての数を示せる場合に限り示します。
stat-note-exact = 示した数は実数で、丸めていません。
stat-note-void = 提供が効力を持たなかった情報と、事前に拒否された提供は数えません。
stat-note-left-out = 存在が公表されていない取決めを、少なくとも一つ除いています。合計にも含みません。
stat-signed = { $party }のための署名：{ $name }（{ $capacity }）、{ $day }
stat-signed-plain = { $party }のための署名：{ $name }、{ $day }
stat-text-of = 取決めの正文、第{ $version }版
stat-text-digest = 取決めの本文と条件のダイジェスト：{ $digest }
stat-text-force = 効力発生：{ $day }
stat-text-title = 取決めの本文
stat-text-parts = 正文は次のとおりです。ダイジェストが及ぶ機械可読の条件は、ファイル { $file } にあります。
stat-number = 番号
stat-verified = 確認できました：{ $party } が { $id } を公表しています。
stat-approver = { $name }（{ $position }、{ $role ->
    [signatory] 署名者
    [releasing-officer] 提供承認者
   *[other] { $role }
}）
stat-approved-by = 承認：{ $official }
stat-digest = ダイジェスト { $digest }
stat-drafted = 起案しました: { $id }
stat-drafted-voids = { $id } に対する以前の承認 { $count } 件は無効になりました。
stat-approve-next = 二名が承認してください: entente statement approve { $id } --digest { $digest } --official POSITION
stat-approved = { $official } が { $id } を承認しました（2 件中 { $have } 件）。
stat-discarded = 破棄しました: { $id }
stat-written = { $dir } に { $count } 個のファイルを書きました。
stat-would-write = { $dir } に { $count } 個のファイルを書くことになります。
stat-none = 公表文はありません。
stat-state = { $state ->
    [draft] 起案、承認 { $have } 件（2 件必要）
    [approved] 承認済み、未公表
   *[published] 公表済み
}
stat-site-title = { $name }の公表文
stat-site-file = 署名付きファイル
stat-site-csv = 数値（CSV）
stat-site-card = { $party } のカード
stat-site-how = 確認の方法
stat-site-all = 公表文の一覧
stat-site-other = English
stat-site-read = 日本語
stat-fact-party = 公表者
stat-fact-author = 起案
stat-fact-drafted = { $day }、{ $position }
stat-fact-approved = 承認
stat-fact-digest = ダイジェスト
stat-fact-agreed = 取決めの本文と条件のダイジェスト（数字と言葉）
stat-fact-signed = 取決めの署名
stat-page-verified = ページ { $file } は { $id } のとおりです。
stat-page-other-layout = 空白と改行だけが、書かれたページと異なります。
stat-how = 公表文の確認の方法
    
    1. { $party } のカード（{ $card }）を、ここからではなく締約国から直接入手し、知っている相手と
       指紋の言葉を照合してください: entente party words { $party }
    2. カードを専用のディレクトリ（例えば keys/）に置いてください。
    3. ノードもネットワークも要りません。
    
           entente-verify ID.publication.json --keys keys/
           entente verify ID.publication.json --keys keys/
           entente verify ID.ja.html --against ID.publication.json --keys keys/
    
    ファイルは DSSE 形式の封筒です。起案者ではない承認者二名の署名と、締約国の記録の鍵の署名が
    付いています。署名はいずれも Ed25519 と ML-DSA-44 です。変更されたファイルは、変更されたと
    分かります。
stat-counter-consents-granted = 与えた同意
stat-counter-consents-refused = 拒んだ同意
stat-counter-recalled = 回収を求めた情報
stat-counter-destroyed = 廃棄した情報
stat-counter-incidents = 事故
