# 表示: 拒否の理由、読み取りの際に行ったこと、併記するもの。

err-mark-004 = 区分を示す語がありません。
rec-mark-004 = 先に区分を書いてください（例: SECRET、秘）。

err-mark-005 = 「{ $token }」は、{ $party } が書ける区分、注意書、符号語又は国名ではありません。
rec-mark-005 = 外すか、取決め又は自国の規則にある語を使ってください: entente mark explain

err-mark-006 = 「{ $token }」は部分の表示にだけ使います。
rec-mark-006 = { $meant } と省略せずに書いてください。

err-mark-007 = 「{ $token }」は { $party } の自国規則の語です。
rec-mark-007 = 自国の規則の語又は取決めの語を使ってください。

err-mark-008 = 「{ $token }」は、先に書かれたことと異なります。
rec-mark-008 = 一度だけ書いてください。

err-mark-009 = 区分が二つあります: { $first } と { $second }。
rec-mark-009 = 一つにしてください。どちらにするかは発信者が決めます。

err-mark-010 = 「{ $token }」は { $meant } に似ていますが、別の文字で書かれています。
rec-mark-010 = { $meant } を手で打ち直し、文字列の出所を作成者に確かめてください。

err-mark-011 = 取決めには { $party } の区分がないため、「{ $token }」を読み取れません。
rec-mark-011 = 国家安全保障当局に照会してください。{ $party } の情報には { $party } との取決めが必要です。

err-mark-012 = 他国政府の情報は { $floor } を下回りません。{ $level } は下回ります。
rec-mark-012 = { $floor } 以上とするか、FGI を外してください。

err-mark-013 = { $party } は「{ $token }」の発信者に含まれていません。
rec-mark-013 = 共同の情報は発信者だけが表示します。発信者であれば { $party } を加えてください。

err-mark-014 = { $level } は { $date } 以前の日付の情報だけに付されます（第{ $article }条）。
rec-mark-014 = 新しい情報には現行の区分を使ってください。古い情報は --legacy と日付を添えて引き継いでください。

err-mark-015 = 「{ $token }」には、{ $what } の後に日付が必要です。
rec-mark-015 = 日付は 2026-12-01 の形で書いてください。

err-mark-016 = 「{ $token }」には、時間帯付きの時刻がありません。
rec-mark-016 = EMBARGOED FOR RELEASE UNTIL 2026-12-01T09:00[Asia/Tokyo] の形で書いてください。時刻の切替えに当たるときは時差も書いてください。

err-mark-017 = { $party } が提供を停止しています（通告 { $note }、第{ $article }条）。
rec-mark-017 = { $party } の再開を待つか、この通告について { $party } に照会してください。保有する情報の保護は続きます。

err-mark-018 = 取決めは終了しています（第{ $article }条）。
rec-mark-018 = 共有した情報に関する義務は続きます。新たな提供には新しい取決めが必要です。

err-mark-019 = 「{ $first }」と「{ $second }」は両立しません。
rec-mark-019 = 一つにしてください。どちらにするかは発信者が決めます。

err-mark-021 = { $party } は、提供できる国に含まれていません: { $list }
rec-mark-021 = { $party } を加えることを発信者に求めてください。

err-mark-022 = 「{ $token }」により、{ $party } を含む国外には提供できません。
rec-mark-022 = この語を外せるのは発信者だけです。

err-mark-023 = 「{ $token }」は ISO 3166-1 の３文字国名コードではありません。{ $meant } のことですか。
rec-mark-023 = その意味であれば { $meant } と書いてください。

err-mark-024 = 「{ $token }」は、ISO 3166-1 の３文字国名コードでも、取決めが定める国の集団でもありません。
rec-mark-024 = 国ごとに３文字（例: NZL）で書いてください。

err-mark-025 = 「{ $token }」は、国の数が足りないか、国を書くところに集団が書かれています。
rec-mark-025 = 国ごとに３文字で書いてください: REL TO AUS, NZL、//JOINT SECRET CAN USA

err-mark-026 = 表示は { $limit } バイトを超えません。
rec-mark-026 = 本文を除き、表示だけを書いてください。

err-mark-028 = 全体の表示 { $banner } が、部分の表示「{ $portion }」を下回っています。
rec-mark-028 = 全体の表示を引き上げてください: { $meant }

err-mark-029 = 全体の表示 { $banner } が、全ての部分を上回っています。最も高い部分は { $portion } です。
rec-mark-029 = 全体として明らかになること等の理由を示す（--aggregation 理由）か、全体の表示を引き下げてください。

err-mark-031 = { $party } の同意は { $until } に終わりました。
rec-mark-031 = { $party } に更新を求めてください。

err-mark-032 = { $party } の同意は { $bodies } だけのもので、{ $reader } には及びません。
rec-mark-032 = { $reader } への拡大を { $party } に求めてください。

err-mark-033 = 一部は { $party } の情報で、その同意が必要です（第{ $article }条）。
rec-mark-033 = 情報、受領者及び目的を示して { $party } に求めてください。

err-mark-034 = { $until } まで解禁されません。
rec-mark-034 = その時刻以後に提供してください。発信者は早めることができます。

err-mark-035 = 番号で管理する情報です。複製、印刷及び出力はできません（第{ $article }条）。
rec-mark-035 = 番号付きの写しを発信者に求めてください。

err-mark-040 = 「{ $token }」は翻訳されています。TLP の表示は翻訳しません。
rec-mark-040 = TLP:CLEAR、TLP:GREEN、TLP:AMBER、TLP:AMBER+STRICT 又は TLP:RED と書いてください。

err-mark-041 = 「{ $token }」は TLP 2.0 の表示ではありません。
rec-mark-041 = TLP:CLEAR、TLP:GREEN、TLP:AMBER、TLP:AMBER+STRICT 又は TLP:RED と書いてください。

err-mark-042 = { $first } と { $second } には、取決めに共通の区分がありません。
rec-mark-042 = 別々の画面に表示してください。

err-mark-043 = 部分が { $limit } を超えています。
rec-mark-043 = 文書を分けて順に確認してください。

err-mark-044 = この表示を変更できるのは { $party } だけです。
rec-mark-044 = 理由を添えて、区分の引下げを { $party } に求めてください。

err-mark-045 = 構造化された表示が「{ $token }」と一致しません。
rec-mark-045 = 発信者が、書かれた表示から作り直してください。

err-mark-050 = { $party } から届いたものの署名を検証できないため、表示を示しません。
rec-mark-050 = 隔離したままにし、カードの語を { $party } と音声で照合してください。

err-mark-060 = 秘密区分の表示として読めません: { $detail }
rec-mark-060 = STANAG 4774 又は 5636 の表示を送信者に求めてください。

err-mark-061 = 取決めには、方式「{ $policy }」の区分「{ $token }」がありません。
rec-mark-061 = 取決めのどの区分に当たるかを送信者に確かめてください。

err-mark-062 = 「{ $token }」（{ $value }）による制限を、ここでは守らせることができません。
rec-mark-062 = 取決めの下での意味を発信者に確かめてください。

# 併記する行。受領者の言語で示します。
mark-line-original = { $mark } ({ $party })
mark-line-struck = [抹消] { $mark } ({ $party }) – { $date } { $by }
mark-line-equivalent = { $mark }に相当 – { $agreement } { $place }
mark-line-handled = { $mark }として取扱い – { $agreement } { $place }
mark-place-annex = 附属書{ $article }
mark-place-article = 第{ $article }条

# 読み取りの際に行ったこと及び知っておくべきこと。
mark-note-twice = 「{ $token }」が二度書かれていたため、一つにしました。
mark-note-originator-added = { $party } を自国の一覧に加えました。
mark-note-accountable-added = ACCOUNTABLE MATERIAL を加えました。ニュージーランドの TOP SECRET には常に付きます。
mark-note-no-level = 区分がありません。これらの語だけでは情報の表示になりません。
mark-note-group = { $group } とは { $members } をいいます（第{ $article }条）。
mark-note-tlp = 「{ $token }」を { $tlp } と書き改めました。
mark-note-designated = { $level }: { $party } の法律に基づき指定
mark-note-designation = { $level } は加えません。{ $party } だけが自国の法律に基づく指定によって付します。
mark-note-legacy = { $level } は旧方式の区分で、{ $date } 以前の日付の情報だけに付されます。
mark-note-aggregation = 全ての部分を上回る理由: { $reason }
mark-note-banner = 部分から定まる全体の表示: { $banner }
mark-note-duties = 新たな提供はできません。保有する情報の保護は続きます（第{ $article }条）。
mark-note-others = 提供できる国にはほかに { $parties } があります。更に提供するには { $party } とそれらの国との取決めが必要です。
mark-note-cover = { $giver } からの再提供です。{ $giver } と { $party } との取決めの対象でなければなりません。
mark-note-condition = { $token } は、発信者の条件として受領者を拘束します（第{ $article }条）。
mark-note-embargo = { $until } まで解禁されません。
mark-note-embargo-lapsed = { $until } に解禁されました。その他の表示は変わりません。
mark-note-consent = { $party } の同意の期限: { $until }

# 答えの文。
mark-shown = 表示に問題はありません。
mark-canonical = 表示
mark-banner = 全体の表示
mark-level = 区分
mark-rank = 順位
mark-words = 注意書
mark-rel = 提供先
mark-rules = 規則
mark-note = 注記
mark-style = { $style } の書き方
